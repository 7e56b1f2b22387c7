"""toolkits cases and assessments"""

import sqlalchemy as sa
from alembic import op

from app.database import UtcDateTime


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('form_definition',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=200), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_form_definition')),
    sa.UniqueConstraint('slug', name=op.f('uq_form_definition_slug'))
    )
    op.create_table('young_person',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('name_key', sa.String(length=200).with_variant(sa.String(length=200, collation='C'), 'postgresql'), nullable=False),
    sa.Column('known_as', sa.Text(), nullable=False),
    sa.Column('aliases', sa.Text(), nullable=False),
    sa.Column('date_of_birth', sa.Date(), nullable=True),
    sa.Column('estimated_age', sa.Integer(), nullable=True),
    sa.Column('age_estimated_on', sa.Date(), nullable=True),
    sa.Column('gender', sa.Text(), nullable=False),
    sa.Column('ethnicity', sa.Text(), nullable=False),
    sa.Column('local_authority', sa.Text(), nullable=False),
    sa.Column('school', sa.Text(), nullable=False),
    sa.Column('looked_after', sa.Text(), nullable=False),
    sa.Column('district', sa.Text(), nullable=False),
    sa.Column('identifier', sa.Text(), nullable=False),
    sa.Column('identifier_key', sa.String(length=200).with_variant(sa.String(length=200, collation='C'), 'postgresql'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_young_person'))
    )
    with op.batch_alter_table('young_person', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_young_person_date_of_birth_id'), ['date_of_birth', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_young_person_identifier_key_id'), ['identifier_key', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_young_person_name_key'), ['name_key'], unique=False)

    op.create_table('name_word',
    sa.Column('word', sa.String(length=200).with_variant(sa.String(length=200, collation='C'), 'postgresql'), nullable=False),
    sa.Column('young_person_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['young_person_id'], ['young_person.id'], name=op.f('fk_name_word_young_person_id')),
    sa.PrimaryKeyConstraint('word', 'young_person_id', name=op.f('pk_name_word'))
    )
    with op.batch_alter_table('name_word', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_name_word_young_person_id'), ['young_person_id'], unique=False)

    op.create_table('particulars',
    sa.Column('young_person_id', sa.Integer(), nullable=False),
    sa.Column('residences', sa.Text(), nullable=False),
    sa.Column('legal_status', sa.Text(), nullable=False),
    sa.Column('heritage', sa.Text(), nullable=False),
    sa.Column('sexual_orientation', sa.Text(), nullable=False),
    sa.Column('languages', sa.Text(), nullable=False),
    sa.Column('disabilities', sa.Text(), nullable=False),
    sa.Column('special_educational_needs', sa.Text(), nullable=False),
    sa.Column('learning_difficulties', sa.Text(), nullable=False),
    sa.Column('other', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['young_person_id'], ['young_person.id'], name=op.f('fk_particulars_young_person_id')),
    sa.PrimaryKeyConstraint('young_person_id', name=op.f('pk_particulars'))
    )
    op.create_table('case',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('young_person_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=True),
    sa.Column('reviewer_id', sa.Integer(), nullable=True),
    sa.Column('restricted', sa.Boolean(), nullable=False),
    sa.Column('opened_at', UtcDateTime(), nullable=False),
    sa.Column('opened_by_id', sa.Integer(), nullable=False),
    sa.Column('closed_at', UtcDateTime(), nullable=True),
    sa.Column('retention_class', sa.Text(), nullable=False),
    sa.Column('legal_hold', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('save_id', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['opened_by_id'], ['user.id'], name=op.f('fk_case_opened_by_id')),
    sa.ForeignKeyConstraint(['reviewer_id'], ['user.id'], name=op.f('fk_case_reviewer_id')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_case_team_id')),
    sa.ForeignKeyConstraint(['worker_id'], ['user.id'], name=op.f('fk_case_worker_id')),
    sa.ForeignKeyConstraint(['young_person_id'], ['young_person.id'], name=op.f('fk_case_young_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case')),
    sa.UniqueConstraint('save_id', name=op.f('uq_case_save_id'))
    )
    with op.batch_alter_table('case', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_team_id_restricted_id'), ['team_id', 'restricted', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_case_worker_id_id'), ['worker_id', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_case_young_person_id_id'), ['young_person_id', 'id'], unique=False)

    op.create_table('definition_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('definition_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('based_on', sa.Integer(), nullable=True),
    sa.Column('imported_by_id', sa.Integer(), nullable=True),
    sa.Column('imported_by_name', sa.Text(), nullable=False),
    sa.Column('imported_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['definition_id'], ['form_definition.id'], name=op.f('fk_definition_version_definition_id')),
    sa.ForeignKeyConstraint(['imported_by_id'], ['user.id'], name=op.f('fk_definition_version_imported_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_definition_version')),
    sa.UniqueConstraint('definition_id', 'number', name=op.f('uq_definition_version_definition_id_number'))
    )
    op.create_table('allocation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=True),
    sa.Column('reviewer_id', sa.Integer(), nullable=True),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', UtcDateTime(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['user.id'], name=op.f('fk_allocation_by_id')),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_allocation_case_id')),
    sa.ForeignKeyConstraint(['reviewer_id'], ['user.id'], name=op.f('fk_allocation_reviewer_id')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_allocation_team_id')),
    sa.ForeignKeyConstraint(['worker_id'], ['user.id'], name=op.f('fk_allocation_worker_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_allocation'))
    )
    with op.batch_alter_table('allocation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_allocation_case_id_id'), ['case_id', 'id'], unique=False)

    op.create_table('assessment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.Text(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('initial', 'review', name='kind', native_enum=False, length=20), nullable=False),
    sa.Column('purpose', sa.Enum('single', 'ongoing', name='purpose', native_enum=False, length=20), nullable=False),
    sa.Column('previous_id', sa.Integer(), nullable=True),
    sa.Column('previous_number', sa.Integer(), nullable=True),
    sa.Column('assessed_on', sa.Date(), nullable=False),
    sa.Column('started_by_id', sa.Integer(), nullable=False),
    sa.Column('started_by_name', sa.Text(), nullable=False),
    sa.Column('started_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_assessment_case_id')),
    sa.ForeignKeyConstraint(['previous_id'], ['assessment.id'], name=op.f('fk_assessment_previous_id')),
    sa.ForeignKeyConstraint(['started_by_id'], ['user.id'], name=op.f('fk_assessment_started_by_id')),
    sa.ForeignKeyConstraint(['version_id'], ['definition_version.id'], name=op.f('fk_assessment_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assessment'))
    )
    with op.batch_alter_table('assessment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_assessment_case_id_slug_id'), ['case_id', 'slug', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_assessment_version_id_id'), ['version_id', 'id'], unique=False)

    op.create_table('case_summary',
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('young_person_id', sa.Integer(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=True),
    sa.Column('restricted', sa.Boolean(), nullable=False),
    sa.Column('closed', sa.Boolean(), nullable=False),
    sa.Column('district', sa.Text(), nullable=False),
    sa.Column('name_key', sa.String(length=200).with_variant(sa.String(length=200, collation='C'), 'postgresql'), nullable=False),
    sa.Column('due_order', sa.Date(), nullable=False),
    sa.Column('level_id', sa.Text(), nullable=True),
    sa.Column('level_title', sa.Text(), nullable=True),
    sa.Column('level_rank', sa.Integer(), nullable=True),
    sa.Column('calculated', sa.Text(), nullable=True),
    sa.Column('highest_title', sa.Text(), nullable=True),
    sa.Column('highest_rank', sa.Integer(), nullable=True),
    sa.Column('highest_on', sa.Date(), nullable=True),
    sa.Column('as_at', sa.Date(), nullable=True),
    sa.Column('actual_harm', sa.Boolean(), nullable=False),
    sa.Column('draft_saved_by', sa.Text(), nullable=True),
    sa.Column('draft_saved_at', UtcDateTime(), nullable=True),
    sa.Column('engine_release', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_case_summary_case_id')),
    sa.ForeignKeyConstraint(['young_person_id'], ['young_person.id'], name=op.f('fk_case_summary_young_person_id')),
    sa.PrimaryKeyConstraint('case_id', name=op.f('pk_case_summary'))
    )
    with op.batch_alter_table('case_summary', schema=None) as batch_op:
        batch_op.create_index('ix_case_summary_district_due_order', ['team_id', 'restricted', 'closed', 'district', 'due_order', 'case_id'], unique=False)
        batch_op.create_index('ix_case_summary_district_name_key', ['team_id', 'restricted', 'closed', 'district', 'name_key', 'case_id'], unique=False)
        batch_op.create_index('ix_case_summary_team_due_order', ['team_id', 'restricted', 'closed', 'due_order', 'case_id'], unique=False)
        batch_op.create_index('ix_case_summary_team_name_key', ['team_id', 'restricted', 'closed', 'name_key', 'case_id'], unique=False)
        batch_op.create_index('ix_case_summary_worker_due_order', ['worker_id', 'closed', 'due_order', 'case_id'], unique=False)
        batch_op.create_index('ix_case_summary_worker_name_key', ['worker_id', 'closed', 'name_key', 'case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_case_summary_young_person_id'), ['young_person_id'], unique=False)

    op.create_table('conflict_of_interest',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('declared_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_conflict_of_interest_case_id')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_conflict_of_interest_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conflict_of_interest')),
    sa.UniqueConstraint('user_id', 'case_id', name=op.f('uq_conflict_of_interest_user_id_case_id'))
    )
    with op.batch_alter_table('conflict_of_interest', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_conflict_of_interest_case_id'), ['case_id'], unique=False)

    op.create_table('guidance_read',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_guidance_read_user_id')),
    sa.ForeignKeyConstraint(['version_id'], ['definition_version.id'], name=op.f('fk_guidance_read_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_guidance_read')),
    sa.UniqueConstraint('user_id', 'version_id', name=op.f('uq_guidance_read_user_id_version_id'))
    )
    op.create_table('immediate_danger',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('about_id', sa.Integer(), nullable=True),
    sa.Column('withdraws', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('where_now', sa.Text(), nullable=False),
    sa.Column('since', sa.Text(), nullable=False),
    sa.Column('with_whom', sa.Text(), nullable=False),
    sa.Column('police_told', sa.Text(), nullable=False),
    sa.Column('police_reference', sa.Text(), nullable=False),
    sa.Column('social_care_told', sa.Text(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('at', UtcDateTime(), nullable=False),
    sa.Column('save_id', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['about_id'], ['immediate_danger.id'], name=op.f('fk_immediate_danger_about_id')),
    sa.ForeignKeyConstraint(['author_id'], ['user.id'], name=op.f('fk_immediate_danger_author_id')),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_immediate_danger_case_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_immediate_danger')),
    sa.UniqueConstraint('save_id', name=op.f('uq_immediate_danger_save_id'))
    )
    with op.batch_alter_table('immediate_danger', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_immediate_danger_about_id'), ['about_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_immediate_danger_case_id_id'), ['case_id', 'id'], unique=False)

    op.create_table('note',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('about_toolkit', sa.Text(), nullable=True),
    sa.Column('about_question', sa.Text(), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('happened_on', sa.Date(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('at', UtcDateTime(), nullable=False),
    sa.Column('corrects_id', sa.Integer(), nullable=True),
    sa.Column('save_id', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['author_id'], ['user.id'], name=op.f('fk_note_author_id')),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_note_case_id')),
    sa.ForeignKeyConstraint(['corrects_id'], ['note.id'], name=op.f('fk_note_corrects_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_note')),
    sa.UniqueConstraint('corrects_id', name=op.f('uq_note_corrects_id')),
    sa.UniqueConstraint('save_id', name=op.f('uq_note_save_id'))
    )
    with op.batch_alter_table('note', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_note_case_id_about_question_id'), ['case_id', 'about_question', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_note_case_id_id'), ['case_id', 'id'], unique=False)

    op.create_table('publication',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('definition_id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('by_name', sa.Text(), nullable=False),
    sa.Column('at', UtcDateTime(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['user.id'], name=op.f('fk_publication_by_id')),
    sa.ForeignKeyConstraint(['definition_id'], ['form_definition.id'], name=op.f('fk_publication_definition_id')),
    sa.ForeignKeyConstraint(['version_id'], ['definition_version.id'], name=op.f('fk_publication_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_publication')),
    sa.UniqueConstraint('version_id', name=op.f('uq_publication_version_id'))
    )
    with op.batch_alter_table('publication', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_publication_definition_id_id'), ['definition_id', 'id'], unique=False)

    op.create_table('restriction',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('restricted', sa.Boolean(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', UtcDateTime(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['user.id'], name=op.f('fk_restriction_by_id')),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_restriction_case_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_restriction'))
    )
    with op.batch_alter_table('restriction', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_restriction_case_id_id'), ['case_id', 'id'], unique=False)

    op.create_table('kept_edit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('assessment_id', sa.Integer(), nullable=False),
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('author_name', sa.Text(), nullable=False),
    sa.Column('at', UtcDateTime(), nullable=False),
    sa.Column('base_number', sa.Integer(), nullable=False),
    sa.Column('save_id', sa.String(length=64), nullable=False),
    sa.Column('page', sa.String(length=64), nullable=True),
    sa.Column('unit', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['assessment_id'], ['assessment.id'], name=op.f('fk_kept_edit_assessment_id')),
    sa.ForeignKeyConstraint(['author_id'], ['user.id'], name=op.f('fk_kept_edit_author_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kept_edit'))
    )
    with op.batch_alter_table('kept_edit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_kept_edit_assessment_id_id'), ['assessment_id', 'id'], unique=False)

    op.create_table('kept_post',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('assessment_id', sa.Integer(), nullable=False),
    sa.Column('section', sa.Text(), nullable=False),
    sa.Column('at', UtcDateTime(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('form', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['assessment_id'], ['assessment.id'], name=op.f('fk_kept_post_assessment_id')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_kept_post_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kept_post'))
    )
    with op.batch_alter_table('kept_post', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_kept_post_user_id_assessment_id_id'), ['user_id', 'assessment_id', 'id'], unique=False)

    op.create_table('revision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('assessment_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('base_number', sa.Integer(), nullable=True),
    sa.Column('whole_number', sa.Integer(), nullable=False),
    sa.Column('save_id', sa.String(length=64), nullable=False),
    sa.Column('page', sa.String(length=64), nullable=True),
    sa.Column('kind', sa.Enum('autosave', 'save', 'share', 'submission', 'addendum', name='revisionkind', native_enum=False, length=20), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('author_name', sa.Text(), nullable=False),
    sa.Column('at', UtcDateTime(), nullable=False),
    sa.Column('assessed_on', sa.Date(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('root', sa.String(length=64), nullable=False),
    sa.Column('secret', sa.LargeBinary(length=32), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=True),
    sa.Column('held', sa.JSON(), nullable=True),
    sa.Column('background_id', sa.Integer(), nullable=True),
    sa.Column('known', sa.Text(), nullable=True),
    sa.Column('body', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['assessment_id'], ['assessment.id'], name=op.f('fk_revision_assessment_id')),
    sa.ForeignKeyConstraint(['author_id'], ['user.id'], name=op.f('fk_revision_author_id')),
    sa.ForeignKeyConstraint(['background_id'], ['revision.id'], name=op.f('fk_revision_background_id')),
    sa.ForeignKeyConstraint(['version_id'], ['definition_version.id'], name=op.f('fk_revision_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_revision')),
    sa.UniqueConstraint('assessment_id', 'number', name=op.f('uq_revision_assessment_id_number')),
    sa.UniqueConstraint('assessment_id', 'save_id', name=op.f('uq_revision_assessment_id_save_id'))
    )
    with op.batch_alter_table('revision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_revision_assessment_id_kind_number'), ['assessment_id', 'kind', 'number'], unique=False)

    op.create_table('action_call',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('assessment_id', sa.Integer(), nullable=False),
    sa.Column('question_key', sa.Text(), nullable=False),
    sa.Column('revision_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('by_name', sa.Text(), nullable=False),
    sa.Column('at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['assessment_id'], ['assessment.id'], name=op.f('fk_action_call_assessment_id')),
    sa.ForeignKeyConstraint(['by_id'], ['user.id'], name=op.f('fk_action_call_by_id')),
    sa.ForeignKeyConstraint(['revision_id'], ['revision.id'], name=op.f('fk_action_call_revision_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_action_call'))
    )
    with op.batch_alter_table('action_call', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_action_call_assessment_id_id'), ['assessment_id', 'id'], unique=False)

    op.create_table('harm_record',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.Text(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('question_key', sa.Text(), nullable=False),
    sa.Column('revision_id', sa.Integer(), nullable=False),
    sa.Column('recorded_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_harm_record_case_id')),
    sa.ForeignKeyConstraint(['revision_id'], ['revision.id'], name=op.f('fk_harm_record_revision_id')),
    sa.ForeignKeyConstraint(['version_id'], ['definition_version.id'], name=op.f('fk_harm_record_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_harm_record'))
    )
    with op.batch_alter_table('harm_record', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_harm_record_case_id_slug_id'), ['case_id', 'slug', 'id'], unique=False)

    op.create_table('kept_edit_resolution',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kept_edit_id', sa.Integer(), nullable=False),
    sa.Column('choice', sa.Enum('theirs', 'mine', 'combined', 'replaced', name='choice', native_enum=False, length=20), nullable=False),
    sa.Column('revision_id', sa.Integer(), nullable=True),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['user.id'], name=op.f('fk_kept_edit_resolution_by_id')),
    sa.ForeignKeyConstraint(['kept_edit_id'], ['kept_edit.id'], name=op.f('fk_kept_edit_resolution_kept_edit_id')),
    sa.ForeignKeyConstraint(['revision_id'], ['revision.id'], name=op.f('fk_kept_edit_resolution_revision_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kept_edit_resolution')),
    sa.UniqueConstraint('kept_edit_id', name=op.f('uq_kept_edit_resolution_kept_edit_id'))
    )
    op.create_table('kept_post_taken',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kept_post_id', sa.Integer(), nullable=False),
    sa.Column('put_back', sa.Boolean(), nullable=False),
    sa.Column('at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['kept_post_id'], ['kept_post.id'], name=op.f('fk_kept_post_taken_kept_post_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kept_post_taken')),
    sa.UniqueConstraint('kept_post_id', name=op.f('uq_kept_post_taken_kept_post_id'))
    )
    op.create_table('revision_summary',
    sa.Column('revision_id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('level_id', sa.Text(), nullable=True),
    sa.Column('level_title', sa.Text(), nullable=True),
    sa.Column('level_rank', sa.Integer(), nullable=True),
    sa.Column('level_status', sa.Text(), nullable=True),
    sa.Column('calculated', sa.Text(), nullable=False),
    sa.Column('calculated_rank', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('actual_harm', sa.Boolean(), nullable=False),
    sa.Column('engine_release', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_revision_summary_case_id')),
    sa.ForeignKeyConstraint(['revision_id'], ['revision.id'], name=op.f('fk_revision_summary_revision_id')),
    sa.PrimaryKeyConstraint('revision_id', name=op.f('pk_revision_summary'))
    )
    with op.batch_alter_table('revision_summary', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_revision_summary_case_id_revision_id'), ['case_id', 'revision_id'], unique=False)

    op.create_table('action_call_withdrawal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['user.id'], name=op.f('fk_action_call_withdrawal_by_id')),
    sa.ForeignKeyConstraint(['call_id'], ['action_call.id'], name=op.f('fk_action_call_withdrawal_call_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_action_call_withdrawal')),
    sa.UniqueConstraint('call_id', name=op.f('uq_action_call_withdrawal_call_id'))
    )
    op.create_table('harm_ending',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('harm_id', sa.Integer(), nullable=False),
    sa.Column('last_happened', sa.Date(), nullable=False),
    sa.Column('evidence', sa.Text(), nullable=False),
    sa.Column('protects_now', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('by_name', sa.Text(), nullable=False),
    sa.Column('at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['user.id'], name=op.f('fk_harm_ending_by_id')),
    sa.ForeignKeyConstraint(['harm_id'], ['harm_record.id'], name=op.f('fk_harm_ending_harm_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_harm_ending')),
    sa.UniqueConstraint('harm_id', name=op.f('uq_harm_ending_harm_id'))
    )


def downgrade() -> None:
    op.drop_table('harm_ending')
    op.drop_table('action_call_withdrawal')
    with op.batch_alter_table('revision_summary', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_revision_summary_case_id_revision_id'))

    op.drop_table('revision_summary')
    op.drop_table('kept_post_taken')
    op.drop_table('kept_edit_resolution')
    with op.batch_alter_table('harm_record', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_harm_record_case_id_slug_id'))

    op.drop_table('harm_record')
    with op.batch_alter_table('action_call', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_action_call_assessment_id_id'))

    op.drop_table('action_call')
    with op.batch_alter_table('revision', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_revision_assessment_id_kind_number'))

    op.drop_table('revision')
    with op.batch_alter_table('kept_post', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_kept_post_user_id_assessment_id_id'))

    op.drop_table('kept_post')
    with op.batch_alter_table('kept_edit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_kept_edit_assessment_id_id'))

    op.drop_table('kept_edit')
    with op.batch_alter_table('restriction', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_restriction_case_id_id'))

    op.drop_table('restriction')
    with op.batch_alter_table('publication', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_publication_definition_id_id'))

    op.drop_table('publication')
    with op.batch_alter_table('note', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_note_case_id_id'))
        batch_op.drop_index(batch_op.f('ix_note_case_id_about_question_id'))

    op.drop_table('note')
    with op.batch_alter_table('immediate_danger', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_immediate_danger_case_id_id'))
        batch_op.drop_index(batch_op.f('ix_immediate_danger_about_id'))

    op.drop_table('immediate_danger')
    op.drop_table('guidance_read')
    with op.batch_alter_table('conflict_of_interest', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_conflict_of_interest_case_id'))

    op.drop_table('conflict_of_interest')
    with op.batch_alter_table('case_summary', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_summary_young_person_id'))
        batch_op.drop_index('ix_case_summary_worker_name_key')
        batch_op.drop_index('ix_case_summary_worker_due_order')
        batch_op.drop_index('ix_case_summary_team_name_key')
        batch_op.drop_index('ix_case_summary_team_due_order')
        batch_op.drop_index('ix_case_summary_district_name_key')
        batch_op.drop_index('ix_case_summary_district_due_order')

    op.drop_table('case_summary')
    with op.batch_alter_table('assessment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_assessment_version_id_id'))
        batch_op.drop_index(batch_op.f('ix_assessment_case_id_slug_id'))

    op.drop_table('assessment')
    with op.batch_alter_table('allocation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_allocation_case_id_id'))

    op.drop_table('allocation')
    op.drop_table('definition_version')
    with op.batch_alter_table('case', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_young_person_id_id'))
        batch_op.drop_index(batch_op.f('ix_case_worker_id_id'))
        batch_op.drop_index(batch_op.f('ix_case_team_id_restricted_id'))

    op.drop_table('case')
    op.drop_table('particulars')
    with op.batch_alter_table('name_word', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_name_word_young_person_id'))

    op.drop_table('name_word')
    with op.batch_alter_table('young_person', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_young_person_name_key'))
        batch_op.drop_index(batch_op.f('ix_young_person_identifier_key_id'))
        batch_op.drop_index(batch_op.f('ix_young_person_date_of_birth_id'))

    op.drop_table('young_person')
    op.drop_table('form_definition')

"""Assessments: completing a toolkit, its drafts and revisions, submission, addenda, exports."""

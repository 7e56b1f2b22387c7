"""What stands in a review pack, part by part, and its files. Asking for one: `operations`."""


def register() -> None:
    """Put the parts that this room knows into every pack, in the order of a meeting."""
    from app.reviews.packs import chronology, documents, redacting, showing
    from app.reviews.packs.parts import register_part

    register_part(0, "cover", showing.cover)
    register_part(10, "comparison", showing.comparison, showing.comparison_pages)
    register_part(20, "levels", showing.levels, showing.levels_pages)
    register_part(30, "plan", showing.plan)
    register_part(40, "chronology", chronology.chronology)
    register_part(45, "documents", documents.documents)
    register_part(50, "contributors", showing.contributors)
    register_part(90, "redaction log", redacting.redaction_log)
    chronology.register()
    documents.register()

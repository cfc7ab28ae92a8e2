"""Steps of support: the statements that give supports and amounts what rows of an earlier reading lack until their pages are read again."""

STATEMENTS_OF_SUPPORT: tuple[str, ...] = (
    "DROP VIEW IF EXISTS v_supports",  # the views that name the column are made anew by `refresh`
    "DROP VIEW IF EXISTS v_support_by_programme",
    "DROP VIEW IF EXISTS v_support_by_province_year",
    "ALTER TABLE supports RENAME COLUMN fund TO fund_before",
    "ALTER TABLE supports ADD COLUMN fund TEXT CHECK (fund IN ('national', 'local', 'both'))",
    "UPDATE supports SET fund = fund_before",
    "ALTER TABLE supports DROP COLUMN fund_before",
    *(
        f"ALTER TABLE supports ADD COLUMN {column}"
        for column in (
            "payer TEXT CHECK (payer IN ('state', 'own', 'mixed', 'value'))",
            "level TEXT CHECK (level IN ('province', 'district', 'commune'))",
            "stage TEXT CHECK (stage IN ('proposed', 'planned', 'approved', 'contracted', 'reported', 'disbursed', 'cut', 'moved'))",
            "relation TEXT CHECK (relation IN ('part_of', 'paid_of', 'repeats', 'example_of', 'adds_to'))",
            "relation_to INTEGER",
            "amount_kind TEXT CHECK (amount_kind IN ('total', 'single', 'rate', 'cap', 'range'))",
            "multiplier INTEGER",
            "vnd INTEGER",
            "period_kind TEXT CHECK (period_kind IN ('year', 'part', 'cumulative', 'programme'))",
            "province TEXT",
            "province_from TEXT",
            "projects_implied INTEGER",
            "counts_in_sum INTEGER NOT NULL DEFAULT 0 CHECK (counts_in_sum IN (0, 1))",
            "why_not TEXT",
        )
    ),
    *(
        f"ALTER TABLE amounts ADD COLUMN {column}"
        for column in (
            "month_from INTEGER",
            "month_to INTEGER",
            "product TEXT",
            "measure TEXT",
            "narrowed TEXT",
            "province_from TEXT",
            "province_inferred TEXT",
        )
    ),
    "CREATE INDEX supports_counted ON supports (counts_in_sum, article, amount_start)",
)

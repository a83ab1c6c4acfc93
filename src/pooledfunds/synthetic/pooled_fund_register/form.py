"""The tables of the invented register, their columns, and the days that they are of."""

TABLES = ("arrangements", "partners", "contributions", "funds", "responses")
COLUMNS = {
    "arrangements": ["scheme_id", "evidence_source", "name", "service_areas", "arrangement_types",
                     "legal_powers", "start", "end", "notified_on", "stated_as_of",
                     "signed_agreement", "confirmed_on_review", "note"],
    "partners": ["scheme_id", "evidence_source", "body_code", "body_name", "partner_kind", "host",
                 "note"],
    "contributions": ["scheme_id", "evidence_source", "body_code", "body_name", "financial_year",
                      "gbp", "share_percent", "note"],
    "funds": ["scheme_id", "evidence_source", "financial_year", "fund_gbp", "expenditure_gbp",
              "note"],
    "responses": ["body_code", "body_name", "asked", "answered", "visited", "note"],
}  # fmt: skip
NOTE = "invented"
SURVEY_DAY, FIELDWORK_DAY = "2008-07-31", "2009-02-28"
NEW_POWER_FROM = "2007-03-01"  # section 31 became section 75

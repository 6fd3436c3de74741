"""Numbers of documents follow from what was issued; what the board adds up of attendances is in their index.

Revision ID: 0020
Revises: 0019
"""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_carried = ["tenant", "hearing", "id", "deleted", "person", "sex", "age_band"]


def upgrade() -> None:
    """Bring the tables forward."""
    op.drop_table("document_number")
    op.drop_index("ix_p_attendance_hearing", "p_attendance")
    op.create_index("ix_p_attendance_hearing", "p_attendance", _carried, unique=False)

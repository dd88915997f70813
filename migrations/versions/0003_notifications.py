"""Notifications: devices to wake, what a person chose, and moments to be woken at."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "push_subscription",
        sa.Column("session_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("account_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("endpoint", sa.String(length=2000), nullable=False),
        sa.Column("p256dh", sa.LargeBinary(length=65), nullable=False),
        sa.Column("auth", sa.LargeBinary(length=16), nullable=False),
        sa.Column("due_ms", sa.BigInteger(), nullable=True),
        sa.Column("hold_ms", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.Column("sent_ms", sa.BigInteger(), nullable=False),
        sa.Column("rest", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["account_session.session_id"],
            name=op.f("fk_push_subscription_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_push_subscription")),
        sa.UniqueConstraint("endpoint", name=op.f("uq_push_subscription_endpoint")),
    )
    op.create_index(
        op.f("ix_push_subscription_account_id"), "push_subscription", ["account_id"], unique=False
    )
    op.create_index(
        "ix_push_subscription_due", "push_subscription", ["due_ms", "hold_ms"], unique=False
    )
    op.create_table(
        "push_choice",
        sa.Column("account_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kinds", sa.String(length=64), nullable=False),
        sa.Column("quiet_from", sa.SmallInteger(), nullable=True),
        sa.Column("quiet_to", sa.SmallInteger(), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.account_id"],
            name=op.f("fk_push_choice_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_push_choice")),
    )
    op.create_table(
        "reminder",
        sa.Column("account_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("reminder_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("due_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.account_id"],
            name=op.f("fk_reminder_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", "reminder_id", name=op.f("pk_reminder")),
    )
    op.create_index(op.f("ix_reminder_due_ms"), "reminder", ["due_ms"], unique=False)


def downgrade() -> None:
    for table in ("reminder", "push_choice", "push_subscription"):
        op.drop_table(table)

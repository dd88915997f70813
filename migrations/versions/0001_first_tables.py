"""The first tables: accounts, sessions, allowances, spaces and their logs."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("account_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("login", sa.String(length=32), nullable=False),
        sa.Column("profile", sa.SmallInteger(), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("auth_hash", sa.LargeBinary(length=33), nullable=False),
        sa.Column("rauth_hash", sa.LargeBinary(length=33), nullable=False),
        sa.Column("ak_pw", sa.LargeBinary(), nullable=False),
        sa.Column("ak_rc", sa.LargeBinary(), nullable=False),
        sa.Column("vault_revision", sa.BigInteger(), nullable=False),
        sa.Column("vault", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_account")),
        sa.UniqueConstraint("login", name=op.f("uq_account_login")),
    )
    op.create_table(
        "allowance",
        sa.Column("subject", sa.LargeBinary(length=32), nullable=False),
        sa.Column("full_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_allowance")),
    )
    op.create_index("ix_allowance_full_ms", "allowance", ["full_ms"], unique=False)
    op.create_table(
        "body",
        sa.Column("space_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("object_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("rev", sa.BigInteger(), nullable=False),
        sa.Column("author", sa.LargeBinary(length=16), nullable=False),
        sa.Column("env_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("erased", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("space_id", "seq", name=op.f("pk_body")),
        sa.UniqueConstraint(
            "space_id", "object_id", "rev", name=op.f("uq_body_space_id_object_id_rev")
        ),
    )
    op.create_table(
        "ended_session",
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("until_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_ended_session")),
    )
    op.create_index(op.f("ix_ended_session_until_ms"), "ended_session", ["until_ms"], unique=False)
    op.create_table(
        "event",
        sa.Column("space_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("event", sa.LargeBinary(), nullable=False),
        sa.Column("sig", sa.LargeBinary(length=64), nullable=False),
        sa.Column("posted_by", sa.LargeBinary(length=16), nullable=False),
        sa.Column("arrived_ms", sa.BigInteger(), nullable=False),
        sa.Column("repaired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("space_id", "seq", name=op.f("pk_event")),
        sa.UniqueConstraint("space_id", "event_id", name=op.f("uq_event_space_id_event_id")),
    )
    op.create_index(
        "ix_event_posted",
        "event",
        ["space_id", "posted_by", "repaired", "arrived_ms"],
        unique=False,
    )
    op.create_table(
        "membership",
        sa.Column("space_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("member_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("account_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("ed_pub", sa.LargeBinary(length=32), nullable=False),
        sa.Column("x_pub", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sk_wrap", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("space_id", "member_id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "space_id", "account_id", name=op.f("uq_membership_space_id_account_id")
        ),
    )
    op.create_index(op.f("ix_membership_account_id"), "membership", ["account_id"], unique=False)
    op.create_table(
        "object",
        sa.Column("space_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("object_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("rev", sa.BigInteger(), nullable=False),
        sa.Column("author", sa.LargeBinary(length=16), nullable=False),
        sa.PrimaryKeyConstraint("space_id", "object_id", name=op.f("pk_object")),
    )
    op.create_table(
        "space",
        sa.Column("space_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.LargeBinary(length=32), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("space_id", name=op.f("pk_space")),
    )
    op.create_table(
        "account_session",
        sa.Column("session_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("account_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("device", sa.String(length=8), nullable=False),
        sa.Column("recovery_only", sa.Boolean(), nullable=False),
        sa.Column("created_day", sa.BigInteger(), nullable=False),
        sa.Column("last_day", sa.BigInteger(), nullable=False),
        sa.Column("expires_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.account_id"],
            name=op.f("fk_account_session_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_account_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_account_session_token_hash")),
    )
    op.create_index(
        op.f("ix_account_session_account_id"), "account_session", ["account_id"], unique=False
    )
    op.create_index(
        op.f("ix_account_session_expires_ms"), "account_session", ["expires_ms"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_account_session_expires_ms"), table_name="account_session")
    op.drop_index(op.f("ix_account_session_account_id"), table_name="account_session")
    op.drop_table("account_session")
    op.drop_table("space")
    op.drop_table("object")
    op.drop_index(op.f("ix_membership_account_id"), table_name="membership")
    op.drop_table("membership")
    op.drop_index("ix_event_posted", table_name="event")
    op.drop_table("event")
    op.drop_index(op.f("ix_ended_session_until_ms"), table_name="ended_session")
    op.drop_table("ended_session")
    op.drop_table("body")
    op.drop_index("ix_allowance_full_ms", table_name="allowance")
    op.drop_table("allowance")
    op.drop_table("account")

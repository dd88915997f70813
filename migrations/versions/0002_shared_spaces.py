"""Shared spaces: invitations, memberships that wait for their key, closing, facts of an object."""

import json
import uuid

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _change_tables()
    _write_facts_of_personal_spaces()


def _change_tables() -> None:
    with op.batch_alter_table("membership") as membership:
        membership.alter_column("sk_wrap", existing_type=sa.LargeBinary(), nullable=True)
    with op.batch_alter_table("space") as space:
        space.add_column(sa.Column("closed_ms", sa.BigInteger(), nullable=True))
        space.create_index(op.f("ix_space_closed_ms"), ["closed_ms"], unique=False)
    with op.batch_alter_table("object") as known:
        known.add_column(sa.Column("facts", sa.Text(), nullable=True))
    op.create_table(
        "invitation",
        sa.Column("invitation_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("account_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("auth_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("m1", sa.LargeBinary(), nullable=False),
        sa.Column("m2", sa.LargeBinary(), nullable=True),
        sa.Column("claimed_by", sa.LargeBinary(length=16), nullable=True),
        sa.Column("nonce", sa.LargeBinary(length=16), nullable=True),
        sa.Column("space_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("pair_wrap", sa.LargeBinary(), nullable=True),
        sa.Column("expires_ms", sa.BigInteger(), nullable=False),
        sa.Column("signed_up", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.account_id"],
            name=op.f("fk_invitation_account_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["claimed_by"],
            ["account.account_id"],
            name=op.f("fk_invitation_claimed_by"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("invitation_id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("space_id", name=op.f("uq_invitation_space_id")),
    )
    op.create_index(op.f("ix_invitation_account_id"), "invitation", ["account_id"], unique=False)
    op.create_index(op.f("ix_invitation_claimed_by"), "invitation", ["claimed_by"], unique=False)
    op.create_index(op.f("ix_invitation_expires_ms"), "invitation", ["expires_ms"], unique=False)


def _write_facts_of_personal_spaces() -> None:
    """Every space so far is personal: it names its one member and no pairing."""
    connection = op.get_bind()
    spaces = connection.execute(
        sa.text("SELECT space_id, author FROM object WHERE kind = 'space'")
    ).all()
    for space_id, author in spaces:
        facts = {
            "kind": 1,
            "th": "A" * 43,
            "members": [str(uuid.UUID(bytes=author))],
            "joined": False,
            "left": False,
        }
        connection.execute(
            sa.text("UPDATE object SET facts = :facts WHERE space_id = :id AND object_id = :id"),
            {"facts": json.dumps(facts, separators=(",", ":")), "id": space_id},
        )


def downgrade() -> None:
    op.drop_table("invitation")
    with op.batch_alter_table("object") as known:
        known.drop_column("facts")
    with op.batch_alter_table("space") as space:
        space.drop_index(op.f("ix_space_closed_ms"))
        space.drop_column("closed_ms")
    # Whoever has not joined yet has no key to keep, and no place in the older tables.
    op.execute("DELETE FROM membership WHERE sk_wrap IS NULL")
    with op.batch_alter_table("membership") as membership:
        membership.alter_column("sk_wrap", existing_type=sa.LargeBinary(), nullable=False)

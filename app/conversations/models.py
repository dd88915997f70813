"""The table of sealed answers. What may be read of it is decided by the facts of the conversation.

No column holds a word, or a date: nothing says when somebody answered.
"""

from sqlalchemy import BigInteger, Column, LargeBinary
from sqlmodel import Field, SQLModel


class AnswerRow(SQLModel, table=True):
    """One person's newest answer to one opening, as it was brought.

    `sealed` is empty once its author took it back, after somebody had left (R14).
    """

    __tablename__ = "answer"

    space_id: bytes = Field(sa_column=Column(LargeBinary(16), primary_key=True))
    conversation_id: bytes = Field(sa_column=Column(LargeBinary(16), primary_key=True))
    opening: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    member_id: bytes = Field(sa_column=Column(LargeBinary(16), primary_key=True))
    record: bytes = Field(sa_column=Column(LargeBinary(256), nullable=False))
    sig: bytes = Field(sa_column=Column(LargeBinary(64), nullable=False))
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))

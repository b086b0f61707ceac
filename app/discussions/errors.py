"""What a discussion refuses."""

from __future__ import annotations

from collections.abc import Sequence

from app.kit.errors import Conflict, FieldError, Forbidden, Invalid, NotFound


class PostNamesSomebody(Invalid):
    """The post holds what may tell who the family is."""

    code = "post_names_somebody"
    title = "This may tell who the family is"

    def __init__(self, found: Sequence[str]) -> None:
        listed = "; ".join(found)
        detail = (
            f"This post may tell who a family is: {listed}. Take it out. If it names nobody, say "
            "why, and a moderator will read the post before anybody else does."
        )
        super().__init__(detail, errors=[FieldError("body", detail, self.code)])


class ReviewNotOpen(Conflict):
    """Only what is published is discussed."""

    code = "review_not_open"

    def __init__(self) -> None:
        super().__init__("This review is not published. Published reviews can be discussed.")


class PostNotFound(NotFound):
    """No such post, or none that this person may see."""

    code = "post_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such post.")


class AlreadyJudged(Conflict):
    """Somebody decided on the post before."""

    code = "already_judged"

    def __init__(self) -> None:
        super().__init__("This post was decided on before. Load the page again to see how.")


class OwnPost(Forbidden):
    """Nobody moderates what they wrote."""

    code = "own_post"

    def __init__(self) -> None:
        super().__init__("You wrote this post. Somebody else has to decide on it.")

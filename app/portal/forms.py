"""What a browser's form sends, checked by the same models that programs' requests are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from app.kit.errors import FieldError, Invalid

Model = TypeVar("Model", bound=BaseModel)


def checked(
    model: type[Model],
    sent: Mapping[str, Any],
    *,
    names: Mapping[str, str],
    fields: Mapping[str, str] | None = None,
) -> Model:
    """``sent`` as a ``model``; empty fields count as left out.

    ``names`` are the labels of the fields as the form shows them, ``fields`` the form's own
    names where they differ from the model's. Raises Invalid with a sentence for each field
    that is wrong, in the words of the design system.
    """
    filled = {name: value for name, value in sent.items() if value not in ("", None, [])}
    try:
        return model.model_validate(filled)
    except ValidationError as error:
        faults = [_fault(each, names, fields or {}) for each in error.errors(include_url=False)]
    raise Invalid(" ".join(fault.detail for fault in faults), errors=faults)


def _fault(error: ErrorDetails, names: Mapping[str, str], fields: Mapping[str, str]) -> FieldError:
    field = str(error["loc"][0]) if error["loc"] else ""
    name = names.get(field, field.replace("_", " "))
    return FieldError(fields.get(field, field), _sentence(error, name), error["type"])


def _sentence(error: ErrorDetails, name: str) -> str:
    limits = error.get("ctx", {})
    match error["type"]:
        case "missing":
            return f"Enter {_lower(name)}"
        case "literal_error":
            return f"Select {_lower(name)}"
        case "string_too_short":
            return f"{name} must be {limits['min_length']} characters or more"
        case "string_too_long":
            return f"{name} must be {limits['max_length']} characters or less"
        case "value_error":
            return f"{name}: {error['msg'].removeprefix('Value error, ')}"
        case kind if kind.startswith(("date", "int")):
            example = "a date, such as 2016-03-14" if kind.startswith("date") else "a number"
            return f"{name} must be {example}"
        case _:
            return f"{name}: {error['msg']}"


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]

import base64
from datetime import UTC, datetime, timedelta

import pytest

from app.identity.totp import accepted_step, code_at, enrolment_uri, new_totp_secret

# RFC 6238, appendix B: the shared secret and, of each eight-digit code, the last six digits.
RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()
RFC_CODES = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
]
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class TestCodes:
    @pytest.mark.parametrize(("seconds", "code"), RFC_CODES)
    def test_agree_with_the_standard(self, seconds: int, code: str) -> None:
        assert code_at(RFC_SECRET, datetime.fromtimestamp(seconds, UTC)) == code

    def test_secrets_are_160_bits_and_differ(self) -> None:
        secrets = {new_totp_secret() for _ in range(20)}
        assert len(secrets) == 20
        assert {len(base64.b32decode(secret)) for secret in secrets} == {20}


class TestAccepting:
    @pytest.mark.parametrize(
        ("drift", "accepted"),
        [(-61, False), (-30, True), (0, True), (30, True), (61, False)],
    )
    def test_a_neighbouring_code_is_right_and_a_further_one_wrong(
        self, drift: int, accepted: bool
    ) -> None:
        code = code_at(RFC_SECRET, NOON + timedelta(seconds=drift))
        assert (accepted_step(RFC_SECRET, code, at=NOON, after=None) is not None) is accepted

    def test_a_code_works_once(self) -> None:
        code = code_at(RFC_SECRET, NOON)
        step = accepted_step(RFC_SECRET, code, at=NOON, after=None)
        assert step is not None
        assert accepted_step(RFC_SECRET, code, at=NOON, after=step) is None

    def test_spaces_do_not_matter(self) -> None:
        code = code_at(RFC_SECRET, NOON)
        spaced = f" {code[:3]} {code[3:]} "
        assert accepted_step(RFC_SECRET, spaced, at=NOON, after=None) is not None

    @pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "é"])
    def test_anything_else_is_wrong(self, code: str) -> None:
        assert accepted_step(RFC_SECRET, code, at=NOON, after=None) is None


class TestEnrolmentAddress:
    def test_names_the_service_and_the_person(self) -> None:
        uri = enrolment_uri("ABC", email="isla@example.org", issuer="Case review repository")
        assert uri == (
            "otpauth://totp/Case%20review%20repository:isla%40example.org"
            "?secret=ABC&issuer=Case%20review%20repository&digits=6"
        )

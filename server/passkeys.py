"""Which passkeys we take: any that the person can use without typing who he is, the device's own lock included."""

from flask_security import UserMixin, WebauthnUtil
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)


class AnyPasskey(WebauthnUtil):
    """Flask-Security's wishes, without its demand that a first factor be a separate stick."""

    def authenticator_selection(self, user: UserMixin, usage: str) -> AuthenticatorSelectionCriteria:
        """Discoverable, so that nobody types an address; in place of a password only after its owner was verified."""
        is_first = usage == "first"
        return AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED
            if is_first
            else UserVerificationRequirement.DISCOURAGED,
        )

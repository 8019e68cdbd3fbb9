"""Settings read from the environment (prefix ``ONRECORD_``)."""

from enum import StrEnum
from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class MailSecurity(StrEnum):
    """How the connection to a mail server is encrypted: from its start, after a greeting, or not at all."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


def _default_store() -> str:
    return f"sqlite:///{user_data_path('onrecord') / 'onrecord.db'}"


class Settings(BaseSettings):
    """What can be set from outside.

    ``database_url``: the store (``ONRECORD_DATABASE_URL``); ``datasets``: folder of the public data sets
    (``ONRECORD_DATASETS``); ``secret_key``: what signs the sessions of who logs in, else kept in the store
    (``ONRECORD_SECRET_KEY``); ``registry``: the user's own registry, over ours
    (``ONRECORD_REGISTRY``); ``model``: which models score, accurate, fast or linear (``ONRECORD_MODEL``); ``learned``:
    folder of the models that were trained again here (``ONRECORD_LEARNED``).

    Of reports: ``reports``, the folder they are kept in, by default beside the store; ``branding``, a file that says
    whose they are; ``public_url``, where readers reach the dashboard, so that sentences link to their stories there;
    and ``smtp_…``, the server that delivers them and the address they come from.
    """

    model_config = SettingsConfigDict(env_prefix="ONRECORD_", extra="ignore")

    database_url: str = Field(default_factory=_default_store)
    model: str = "accurate"
    secret_key: str | None = None
    registry: Path = Field(default_factory=lambda: user_data_path("onrecord") / "registry.yaml")
    datasets: Path = Field(default_factory=lambda: user_data_path("onrecord") / "datasets")
    learned: Path = Field(default_factory=lambda: user_data_path("onrecord") / "models")
    reports: Path | None = None
    branding: Path | None = None
    public_url: str | None = None
    smtp_host: str | None = None
    smtp_port: int | None = None
    smtp_security: MailSecurity = MailSecurity.STARTTLS
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_from: str | None = None

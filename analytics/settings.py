"""Settings read from the environment (prefix ``ONRECORD_``)."""

from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


def _default_store() -> str:
    return f"sqlite:///{user_data_path('onrecord') / 'onrecord.db'}"


class Settings(BaseSettings):
    """What can be set from outside.

    ``database_url``: the store (``ONRECORD_DATABASE_URL``); ``datasets``: folder of the public data sets
    (``ONRECORD_DATASETS``); ``secret_key``: what signs the sessions of who logs in, else kept in the store
    (``ONRECORD_SECRET_KEY``); ``registry``: the user's own registry, over ours
    (``ONRECORD_REGISTRY``); ``model``: which models score, accurate, fast or linear (``ONRECORD_MODEL``).
    """

    model_config = SettingsConfigDict(env_prefix="ONRECORD_", extra="ignore")

    database_url: str = Field(default_factory=_default_store)
    model: str = "accurate"
    secret_key: str | None = None
    registry: Path = Field(default_factory=lambda: user_data_path("onrecord") / "registry.yaml")
    datasets: Path = Field(default_factory=lambda: user_data_path("onrecord") / "datasets")

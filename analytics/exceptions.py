"""The exceptions of OnRecord, drawn as a tree.

OnRecordError                    every error a user can cause; the command line prints it and exits with 2
├── InputError                   a file, folder or stream that cannot be read as news
├── RegistryError                a registry of parties and actors that does not validate
├── ModelError                   an artefact that is missing or that its manifest does not vouch for
├── ClusterError                 a cluster that cannot be used, or whose machines are not installed alike
├── DatasetError                 a public data set that is missing or damaged
└── StoreError                   a store that cannot be opened, read or written
    ├── UnstorableError          an article that the store cannot hold
    ├── JobLostError             a job that another worker has by now
    └── MergeError               two actors of a store that cannot become one, or are not one
"""


class OnRecordError(Exception):
    """Base of all our errors. The message is one sentence that says what to do."""


class InputError(OnRecordError):
    """A file, folder or stream that cannot be read as news."""


class RegistryError(OnRecordError):
    """A registry of parties and actors that does not validate."""


class ModelError(OnRecordError):
    """An artefact that is missing or that its manifest does not vouch for."""


class ClusterError(OnRecordError):
    """A cluster that cannot be used, or whose machines are not installed alike."""


class DatasetError(OnRecordError):
    """A public data set that is missing or damaged."""


class StoreError(OnRecordError):
    """A store that cannot be opened, read or written."""


class UnstorableError(StoreError):
    """An article that the store cannot hold; others are stored."""


class JobLostError(StoreError):
    """A job that another worker has by now, since the one at work was silent for too long."""


class MergeError(StoreError):
    """Two actors of a store that cannot become one, or are not one."""

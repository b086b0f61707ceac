from tests.factories.versions import own_data_version

__all__ = ["own_data_version"]

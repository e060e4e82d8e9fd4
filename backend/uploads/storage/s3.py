"""Photos in a bucket of anything that speaks S3."""

import io
from collections.abc import Mapping
from typing import Any

from minio import Minio
from minio.error import MinioException, S3Error
from urllib3 import PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError

from backend.uploads.storage.base import StorageDown

#: A phone waits behind this.
PATIENCE = Timeout(connect=3, read=15)


class Bucket:
    def __init__(self, config: Mapping[str, Any]) -> None:
        scheme, _, host = config["S3_ENDPOINT"].rstrip("/").partition("://")
        self._name = config["S3_BUCKET"]
        self._client = Minio(
            host,
            access_key=config["S3_ACCESS_KEY"],
            secret_key=config["S3_SECRET_KEY"],
            region=config["S3_REGION"],
            secure=scheme == "https",
            http_client=PoolManager(timeout=PATIENCE, retries=Retry(total=1, backoff_factor=0.2), maxsize=20),
        )

    def put(self, key: str, data: bytes, media_type: str) -> None:
        try:
            self._client.put_object(self._name, key, io.BytesIO(data), len(data), content_type=media_type)
        except (MinioException, HTTPError, OSError) as error:
            raise StorageDown from error

    def get(self, key: str) -> bytes | None:
        try:
            with self._client.get_object(self._name, key) as reply:
                return bytes(reply.read())
        except S3Error as error:
            if error.code == "NoSuchKey":
                return None
            raise StorageDown from error
        except (MinioException, HTTPError, OSError) as error:
            raise StorageDown from error

    def has(self, key: str) -> bool:
        try:
            self._client.stat_object(self._name, key)
        except S3Error as error:
            if error.code == "NoSuchKey":
                return False
            raise StorageDown from error
        except (MinioException, HTTPError, OSError) as error:
            raise StorageDown from error
        return True

    def delete(self, key: str) -> None:
        try:
            self._client.remove_object(self._name, key)
        except (MinioException, HTTPError, OSError) as error:
            raise StorageDown from error

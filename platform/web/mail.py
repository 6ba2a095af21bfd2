"""Mail without a mail server: a file each, named in the log."""

import structlog
from django.core.mail.backends.filebased import EmailBackend

log = structlog.get_logger(__name__)


class FileBackend(EmailBackend):
    """Django's file backend, which also says where the mail lies."""

    def send_messages(self, messages):
        count = super().send_messages(messages)
        if count:
            log.info("mail written", path=self._get_filename())
        return count

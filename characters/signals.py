"""What happens to a character's page, for whoever stands above and must know of it.

``went_live``: ``character``, ``edition``, ``before`` (the edition that was live, or None).
``went_away``: ``character``, ``before`` (the edition that was live), ``by``. Both are sent inside the transaction.
"""

from django.dispatch import Signal

went_live = Signal()
went_away = Signal()

"""Addresses of the queue, below those of filings."""

from django.urls import path

from .views import batches, phrases, queue

patterns = [
    path("queue/", queue.queue, name="queue"),
    path("queue/<int:pk>/", queue.item, name="queue-item"),
    path("queue/<int:pk>/decide/", queue.decide, name="queue-decide"),
    path("queue/<int:pk>/claim/", queue.claim, name="queue-claim"),
    path("queue/<int:pk>/release/", queue.release, name="queue-release"),
    path("queue/batch/", batches.batch, name="queue-check"),
    path("queue/batches/", batches.batch_list, name="queue-batches"),
    path("queue/batches/<int:pk>/", batches.result, name="queue-batch"),
    path("phrases/", phrases.phrases, name="phrases"),
    path("phrases/<int:pk>/move/", phrases.move, name="phrase-move"),
    path("phrases/<int:pk>/remove/", phrases.remove, name="phrase-remove"),
]

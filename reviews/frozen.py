"""Which frozen topics a post touches (冻结话题): by the declared topic, or by words in its text."""

from .models import FrozenTopic, Post


def frozen_topics_of(post: Post, text: str) -> list[FrozenTopic]:
    """Return the frozen topics of the tree that the post declares or whose words its text contains."""
    plain = "".join(text.split())
    frozen = FrozenTopic.objects.frozen().filter(root=post.root_id).order_by("pk")
    return [topic for topic in frozen if _touches(topic, post, plain)]


def _touches(topic: FrozenTopic, post: Post, plain: str) -> bool:
    if topic.topic and topic.topic in post.topics:
        return True
    return any(word and "".join(word.split()) in plain for word in topic.words)

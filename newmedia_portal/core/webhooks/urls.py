"""Addresses of webhooks."""

from django.urls import path

from .views import deliveries, subscriptions

app_name = "webhooks"

urlpatterns = [
    path("", subscriptions.subscription_list, name="list"),
    path("add/", subscriptions.add, name="add"),
    path("<int:pk>/", subscriptions.change, name="change"),
    path("<int:pk>/rotate/", subscriptions.rotate, name="rotate"),
    path("<int:pk>/switch/", subscriptions.switch, name="switch"),
    path("<int:pk>/test/", subscriptions.try_out, name="test"),
    path("<int:pk>/replay/", deliveries.replay_many, name="replay-many"),
    path("deliveries/", deliveries.delivery_list, name="deliveries"),
    path("deliveries/<int:pk>/", deliveries.delivery, name="delivery"),
    path("deliveries/<int:pk>/replay/", deliveries.replay, name="replay"),
]

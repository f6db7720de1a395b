"""Addresses of messages."""

from django.urls import path

from .views import calendar, channels, deliveries, inbox, links, wishes

app_name = "messages"

urlpatterns = [
    path("", inbox.notice_list, name="list"),
    path("read/", inbox.read, name="read"),
    path("<int:pk>/", inbox.open_notice, name="open"),
    path("link/<str:token>/", links.link, name="link"),
    path("settings/", wishes.settings, name="settings"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/renew/", calendar.renew, name="calendar-renew"),
    path("calendar/revoke/", calendar.revoke, name="calendar-revoke"),
    path("calendar/<str:token>.ics", calendar.read, name="feed"),
    path("channels/", channels.channel_list, name="channels"),
    path("channels/add/", channels.add, name="channel-add"),
    path("channels/<int:pk>/", channels.change, name="channel"),
    path("channels/<int:pk>/switch/", channels.switch, name="channel-switch"),
    path("channels/<int:pk>/try/", channels.try_out, name="channel-try"),
    path("deliveries/", deliveries.delivery_list, name="deliveries"),
    path("deliveries/<int:pk>/", deliveries.delivery, name="delivery"),
    path("deliveries/<int:pk>/again/", deliveries.resend, name="delivery-again"),
]

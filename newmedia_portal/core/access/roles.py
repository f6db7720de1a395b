"""Roles: what a person holding a post in a unit does (岗位角色)."""

from django.db import models


class Role(models.TextChoices):
    """Stable codes; each edition says how its regulation names and counts them."""

    OPERATOR = "operator", "单位经办人"
    HEAD = "head", "部门负责人"
    DEPUTY = "deputy", "分管领导"
    CHIEF = "chief", "主要领导"
    EDITOR = "editor", "总编辑"
    SECRECY = "secrecy", "保密审查"
    LINE = "line", "主管部门经办"
    REGISTRAR = "registrar", "宣传部门经办"
    DIRECTOR = "director", "宣传部门负责人"
    OBSERVER = "observer", "观察员"
    LIAISON = "liaison", "信息员"
    MANAGER = "manager", "后台管理员"
    KEEPER = "keeper", "密码专管人员"
    STAFF = "staff", "编辑团队成员"
    SUPERIOR = "superior", "上级宣传部门"


class InstanceRole(models.TextChoices):
    """The three separated administrators (三员): one field, so that nobody can hold two."""

    NONE = "", "无"
    SYSTEM = "sysadmin", "系统管理员"
    SECURITY = "secadmin", "安全管理员"
    AUDIT = "auditor", "审计管理员"


LEADERS = (Role.HEAD, Role.DEPUTY, Role.CHIEF)
AUTHORITY = (Role.REGISTRAR, Role.DIRECTOR)
WRITERS = (Role.OPERATOR, Role.LIAISON, Role.MANAGER)
OVERSIGHT = (Role.REGISTRAR, Role.DIRECTOR, Role.OBSERVER, Role.SUPERIOR)

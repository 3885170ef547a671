"""A person who logs in: an e-mail address, a name, a language."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from perron_web.features.accounts.choices import Theme


class UserManager(BaseUserManager["User"]):
    """Makes people."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a person; without a password they log in by code or passkey.

        Parameters
        ----------
        email : str
            Address, kept in lower case.
        password : str or None
            Password, or none.
        **fields : Any
            Other fields.

        Returns
        -------
        User
            The person, saved.
        """
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an administrator of the instance.

        Parameters
        ----------
        email : str
            Address.
        password : str or None
            Password, or none.
        **fields : Any
            Other fields.

        Returns
        -------
        User
            The person, saved.
        """
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who logs in."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, choices=[("fr", "Français"), ("en", "English")], default="fr")
    theme = models.CharField(max_length=6, choices=Theme.choices, default=Theme.SYSTEM)
    last_seen = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="user_email_lower_unique"),)

    def __str__(self) -> str:
        return self.name or self.email

    def has_usable_password(self) -> bool:
        """Say no: nobody enters this site by a password, whatever an administrator may have set."""
        return False

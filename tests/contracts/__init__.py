"""What every implementation of a door must do, whoever wrote it."""

import pytest

pytest.register_assert_rewrite("tests.contracts.case_system")

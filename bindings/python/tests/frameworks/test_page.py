"""What docs/python-frameworks.md shows can be run as it stands, where its libraries are."""

import importlib.util
import pathlib
import re

import pytest

PAGE = pathlib.Path(__file__).resolve().parents[4] / "docs" / "python-frameworks.md"
BLOCKS = re.findall(
    r"^## ([^\n]*)\n(?:(?!^## ).)*?^```python\n(.*?)^```", PAGE.read_text(), re.M | re.S
)
# Debian's PyTorch 1.13 cannot import its sharded tensors on Python 3.11.
LIGHTNING_ON_DEBIAN = """
import lightning.pytorch, torch
if torch.__version__ < "2":
    hook = "_register_sharded_tensor_state_dict_hooks_if_available"
    setattr(lightning.pytorch.LightningModule, hook, lambda self: None)
"""


def test_the_page_has_a_program_for_each_framework():
    assert len(BLOCKS) == 7


def needs(module):
    if importlib.util.find_spec(module) is None:
        pytest.skip(f"{module} is not installed")


@pytest.mark.parametrize(("title", "text"), BLOCKS, ids=[title for title, _ in BLOCKS])
def test_a_program_of_the_page_runs(title, text, script, kept, monkeypatch):
    for name in re.findall(r"^(?:import|from) (\w+)", text, re.M):
        needs(name)
    if "TensorBoardLogger" in text:
        needs("tensorboardX")
    if title == "Keras 3":
        needs("jax")
        monkeypatch.setenv("KERAS_BACKEND", "jax")
    if title == "Lightning":
        text = LIGHTNING_ON_DEBIAN + text
    ran = script(text)
    assert ran.returncode == 0, ran.stderr
    (record,) = kept()
    assert record["run"]["state"] == "finished"
    assert len(record["epochs"]) >= 3
    assert record["energy_j"]["value"] > 0

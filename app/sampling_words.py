"""How replies are written, in one line of words: for receipts and for lists of presets."""

from __future__ import annotations

from PySide6.QtCore import QObject

from engine.messages import Sampling


class SamplingWords(QObject):
    """Tells the values that differ from those that do nothing."""

    def of(self, sampling: Sampling) -> str:
        parts = [self.tr("temperature {n}").format(n=f"{sampling.temperature:g}")]
        if sampling.temperature > 0:
            parts += [
                f"top-k {sampling.top_k}",
                f"top-p {sampling.top_p:g}",
                f"min-p {sampling.min_p:g}",
            ]
        if sampling.repeat_penalty != 1:
            words = self.tr("repeat penalty {n} over {count}")
            n = f"{sampling.repeat_penalty:g}"
            parts.append(words.format(n=n, count=sampling.repeat_last_n))
        for words, value in (
            (self.tr("frequency penalty {n}"), sampling.frequency_penalty),
            (self.tr("presence penalty {n}"), sampling.presence_penalty),
            ("DRY {n}", sampling.dry_multiplier),
        ):
            if value:
                parts.append(words.format(n=f"{value:g}"))
        if sampling.xtc_probability:
            parts.append(f"XTC {sampling.xtc_probability:g} / {sampling.xtc_threshold:g}")
        if sampling.stop:
            parts.append(self.tr("stop strings: {n}").format(n=len(sampling.stop)))
        if sampling.logit_bias:
            words = self.tr("words favoured or avoided: {n}")
            parts.append(words.format(n=len(sampling.logit_bias)))
        return self.tr(", ").join(parts)

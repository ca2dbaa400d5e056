package dev.rivulet.local.answer;

import dev.rivulet.client.Timings;
import dev.rivulet.client.TurnEnd;
import dev.rivulet.client.TurnFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Describes the end of a turn in one line. Pure functions. */
public final class TurnSummary {

    private static final double MS = 1e3;

    private TurnSummary() {}

    public static String of(TurnEnd end) {
        Timings times = end.timings();
        List<String> parts = new ArrayList<>();
        parts.add(end.length() + " characters");
        if (end.usage() != null) {
            parts.add(end.usage().completionTokens() + " tokens");
            double answering = times.totalMs() - times.queuedMs()
                    - (times.firstTokenMs() == null ? 0 : times.firstTokenMs());
            if (answering > 0) {
                parts.add(Math.round(end.usage().completionTokens() * MS / answering) + " tokens/s");
            }
        }
        if (times.firstTokenMs() != null) {
            parts.add("first token after " + seconds(times.firstTokenMs()));
        }
        parts.add("queued " + seconds(times.queuedMs()));
        return end.finishReason() + " after " + seconds(times.totalMs()) + ": " + String.join(", ", parts);
    }

    public static String of(TurnFailure failure) {
        String when = failure.retryAfterMs() == null ? "" : " in " + seconds(failure.retryAfterMs());
        return "error " + failure.code() + ": " + failure.message()
                + (failure.retryable() ? " (worth another try" + when + ")" : "");
    }

    private static String seconds(long ms) {
        return String.format(Locale.ROOT, "%.2f s", ms / MS);
    }
}

package dev.rivulet.gateway.quota;

import dev.rivulet.gateway.problem.ProblemCode;
import java.util.Locale;

/** What a principal has a quota of. The name in lower case is the name of the policy in headers. */
public enum Quota {
    /** Requests a minute. */
    REQUESTS(ProblemCode.TOO_MANY_REQUESTS, "One principal may send %d requests a minute here."),
    /** Turns that were submitted here and have not ended. */
    TURNS(ProblemCode.TOO_MANY_TURNS, "%d turns of one principal may be open here: wait until one has ended."),
    /** What reads events: responses and streams of WebSockets. */
    STREAMS(ProblemCode.TOO_MANY_OPEN_STREAMS,
            "%d streams of one principal may be open here: close some, or wait."),
    /** Look-ups in the log. */
    LOOKUPS(ProblemCode.TOO_MANY_LOOKUPS, "%d look-ups of one principal may be under way here.");

    private final ProblemCode code;
    private final String sentence;

    Quota(ProblemCode code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    ProblemCode code() {
        return code;
    }

    /** Returns a sentence for clients. */
    String sentence(int limit) {
        return sentence.formatted(limit);
    }

    /** Returns whether so many are allowed in a time, rather than at a time. */
    boolean isRate() {
        return this == REQUESTS;
    }

    String policy() {
        return name().toLowerCase(Locale.ROOT);
    }
}

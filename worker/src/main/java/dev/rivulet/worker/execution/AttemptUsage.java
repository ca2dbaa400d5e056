package dev.rivulet.worker.execution;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.Usage;
import java.util.ArrayList;
import java.util.List;

/**
 * What the requests of one attempt have used: what providers say, and an estimate where they do not, since the last
 * event of a request that was stopped, or broke off, never comes. A request that a provider refused, or that did not
 * reach it, has used nothing. Requests come one after the other; for the thread that brings their tokens, and the own
 * one after them.
 */
final class AttemptUsage {

    private final List<Request> requests = new ArrayList<>();
    private final LostUsage lost;
    private EarlierCalls earlier; // of attempts before this one; null if none are known

    /** A request, from its beginning to that of the next. */
    private static final class Request {

        final int start; // the length of the answer before it, in UTF-16 code units
        boolean working; // whether the provider sent anything
        Usage reported; // null: it did not say
        boolean refused;

        Request(int start) {
            this.start = start;
        }

        boolean isEstimated() {
            return !refused && reported == null;
        }
    }

    /** @param lost finds out what attempts before this one have used, unless it {@link #follows} them */
    AttemptUsage(LostUsage lost) {
        this.lost = lost;
    }

    /** @param answer the length of the answer so far, in UTF-16 code units */
    void requestSent(int answer) {
        requests.add(new Request(answer));
    }

    /** A part of the last request's answer came. */
    void working() {
        if (!requests.isEmpty()) {
            requests.getLast().working = true;
        }
    }

    /** The last request failed, and was not stopped. One that was given up for its silence was worked on. */
    void failed(ErrorCode code) {
        if (!requests.isEmpty() && !requests.getLast().working && code != ErrorCode.FIRST_TOKEN_TIMEOUT) {
            requests.getLast().refused = true;
        }
    }

    /** The provider says what the last request has used. */
    void reported(Usage usage) {
        if (!requests.isEmpty()) {
            requests.getLast().reported = usage;
        }
    }

    /** Other attempts were before this one: what their calls have used counts too. */
    void follows(EarlierCalls calls) {
        earlier = calls;
    }

    /** The attempt begins the answer: what others have used before is to be found out meanwhile. */
    void beginsAnew() {
        if (earlier == null) {
            lost.begin();
        }
    }

    /**
     * Returns what all of them have used together, with those of earlier attempts as far as they are known; null if
     * that is nothing. May take some milliseconds, and a second if those are not read yet.
     *
     * @param prompt what each request sent beside the answer so far
     * @param answer all text that came, with what was continued
     */
    Usage total(List<Message> prompt, String answer) {
        if (earlier == null) {
            earlier = lost.await().orElse(null);
        }
        boolean estimates = earlier != null || requests.stream().anyMatch(Request::isEstimated);
        long promptTokens = estimates ? TokenEstimate.of(prompt) : 0;
        Usage total = earlier == null ? null : earlier.usage(promptTokens);
        for (int i = 0; i < requests.size(); i++) {
            Request request = requests.get(i);
            if (!request.refused) {
                int next = i + 1 < requests.size() ? requests.get(i + 1).start : answer.length();
                Usage used = request.isEstimated()
                        ? estimate(request.start, next, promptTokens, answer)
                        : request.reported;
                total = total == null ? used : total.plus(used);
            }
        }
        return total;
    }

    private static Usage estimate(int start, int next, long promptTokens, String answer) {
        int from = Math.min(start, answer.length());
        int to = Math.clamp(next, from, answer.length());
        return Usage.estimate(promptTokens + TokenEstimate.of(answer.substring(0, from)),
                TokenEstimate.of(answer.substring(from, to)));
    }
}

package dev.rivulet.worker.execution;

import dev.rivulet.schemas.event.Started;
import dev.rivulet.worker.provider.CompletionListener;
import dev.rivulet.worker.provider.ProviderException;
import dev.rivulet.worker.provider.ToolCallPiece;

/**
 * Passes what the calls of one attempt bring on to its output, within its limits, and takes the times. Called on the
 * provider's thread while a call is under way, else on the execution's own.
 */
final class AnswerWriter implements CompletionListener {

    private static final long BYTES_PER_CHAR = 2;
    /** What an event that is kept takes beside its text. */
    private static final long PIECE_BYTES = 96;

    private final TurnJob job;
    private final ExecutionContext context;
    private final ExecutionLimits limits;
    private final TurnOutput output;
    private final AttemptTimes times;
    private final Slots.Ticket slot;
    private final TurnExecution execution;
    private final BrokenAnswer broken;
    private final AttemptUsage used;

    /** The provider and model of the last request; null when none was sent. */
    private volatile Started lastRequest;
    /** When that was sent. Written before it. */
    private long requestedAt;
    /** What the attempt continues; null if it begins the answer. */
    private StandingText earlier;
    private boolean startShown;
    /** How much came, with what is known of what is continued: at least a token each. */
    private long pieces;

    AnswerWriter(TurnJob job, ExecutionContext context, ExecutionLimits limits, TurnOutput output, AttemptTimes times,
            Slots.Ticket slot, TurnExecution execution, BrokenAnswer broken, AttemptUsage used) {
        this.job = job;
        this.context = context;
        this.limits = limits;
        this.output = output;
        this.times = times;
        this.slot = slot;
        this.execution = execution;
        this.broken = broken;
        this.used = used;
    }

    /** The attempt is to go on where these end. Called while no call is under way. */
    void continueAfter(StandingText standing) {
        earlier = standing;
        pieces = standing.seq();
    }

    /** The attempt begins the answer after all. Called while no call is under way. */
    void beginAnew() {
        earlier = null;
        pieces = 0;
    }

    /** Returns the provider and model that were asked last, here or for what is continued; null if none were. */
    Started asked() {
        return lastRequest == null && earlier != null ? earlier.started() : lastRequest;
    }

    /** Returns the provider and model of the last request; null when none was sent. */
    Started lastRequest() {
        return lastRequest;
    }

    /** Returns whether {@code started} was published. */
    boolean startShown() {
        return startShown;
    }

    /** Returns how much came: at least as many tokens. */
    long pieces() {
        return pieces;
    }

    /** One that continues shows its start with its first token: only then is it known that the provider goes on. */
    @Override
    public void requestSent(String provider, String model) {
        Started event = new Started(job.attempt(), model, provider);
        if (!startShown && earlier == null) {
            startShown = true;
            output.started(event);
        }
        used.requestSent(startShown || earlier == null ? output.length() : earlier.text().length());
        requestedAt = context.timer().nanoTime();
        lastRequest = event;
        times.requestSent(requestedAt);
    }

    @Override
    public void requestFailed(String provider, ProviderException failure) {
        used.failed(failure.code());
        FailedCallLog.write(job, provider, failure);
    }

    /** Shows that the attempt continues, unless that was shown: what was there stays, also if nothing follows. */
    void showContinuation() {
        if (!startShown && earlier != null) {
            startShown = true;
            output.started(lastRequest != null
                    ? lastRequest
                    : new Started(job.attempt(), earlier.started().model(), earlier.started().provider()), earlier);
        }
    }

    @Override
    public void alive() {
        used.working();
        times.alive(context.timer().nanoTime());
    }

    @Override
    public void other() {
        broken.other();
        alive();
    }

    /**
     * Reasoning is neither a token nor a part of the answer, but the model is at work. What comes of it before it is
     * known that the provider continues an answer is left out: until then the answer can begin anew.
     */
    @Override
    public void reasoning(String content, String signature) {
        if (!limits.reasoning() || !startShown || execution.stopReason() != null) {
            alive();
            return;
        }
        pieces++;
        used.working();
        times.writing(context.timer().nanoTime());
        slot.grow(PIECE_BYTES + BYTES_PER_CHAR * content.length());
        String fits = fitting(content);
        output.reasoning(fits, fits.length() < content.length() ? null : signature);
        written(fits, content);
    }

    @Override
    public void token(String text) {
        if (!goesOn()) {
            return;
        }
        if (broken.token()) {
            context.metrics().continuation("provider", "continued");
        }
        arrived();
        slot.grow(BYTES_PER_CHAR * text.length());
        String fits = fitting(text);
        output.token(fits);
        written(fits, text);
    }

    @Override
    public void toolCall(ToolCallPiece piece) {
        if (!goesOn()) {
            return;
        }
        broken.other();
        arrived();
        int names = piece.name() == null ? 0 : piece.name().length() + piece.callId().length();
        slot.grow(PIECE_BYTES + BYTES_PER_CHAR * (names + piece.arguments().length()));
        String fits = fitting(piece.arguments());
        output.toolCall(fits.length() < piece.arguments().length() ? piece.cutTo(fits) : piece);
        written(fits, piece.arguments());
    }

    /** Returns whether a piece of the answer that came is taken. */
    private boolean goesOn() {
        if (execution.stopReason() != null) {
            return false;
        }
        if (!startShown && earlier != null) {
            context.metrics().continuation("worker", "continued");
            showContinuation();
        }
        return true;
    }

    private void arrived() {
        pieces++;
        used.working();
        long now = context.timer().nanoTime();
        context.linger().token(now);
        if (times.firstTokenPending()) {
            context.metrics().firstToken(lastRequest, times.sinceCall(now), now - requestedAt);
        } else {
            context.metrics().token(times.sinceLastToken(now));
        }
        times.token(now);
    }

    private String fitting(String content) {
        int room = (int) Math.max(0, limits.answerChars() - output.size());
        return content.length() <= room ? content : content.substring(0, room);
    }

    private void written(String taken, String content) {
        if (taken.length() < content.length()) {
            execution.stop(new StopReason.TooLong(limits.answerChars()));
        }
        times.written(context.timer().nanoTime());
    }
}

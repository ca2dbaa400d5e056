package dev.rivulet.gateway.submit;

import dev.rivulet.gateway.log.KafkaAccess;
import dev.rivulet.gateway.log.KafkaAvailability;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.gateway.log.event.AttemptFilter;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.stream.ReaderSession;
import dev.rivulet.schemas.command.CancelRequested;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.event.Accepted;
import java.util.Optional;

/**
 * Submits turns, with an idempotency key or without, in one way: it attaches the reader to the turn's events, publishes the
 * prompt, and begins to show the events when the turn is accepted. Only when a key stands for an earlier turn is that turn
 * looked up. Must be used on its loop.
 *
 * @param ids mints the ids of turns and requests
 */
public record TurnSubmitter(KafkaAvailability kafka, EventLoop loop, TurnIds ids) {

    /**
     * Submits a turn. The listener is told what becomes of it.
     *
     * @throws ProblemException {@code kafka_unavailable} or {@code shutting_down}
     */
    public void submit(TurnSubmission submission, SubmissionListener listener) {
        new Running(kafka.require(), submission, listener).run();
    }

    /** One submission. */
    private final class Running {

        private final KafkaAccess access;
        private final TurnSubmission submission;
        private final SubmissionListener listener;
        private final PromptRequested prompt;
        private final SubmittedTurn own;
        private Optional<ReaderSession<TurnEvent>> reader; // of the submission's own turn

        Running(KafkaAccess access, TurnSubmission submission, SubmissionListener listener) {
            this.access = access;
            this.submission = submission;
            this.listener = listener;
            this.prompt = submission.command(ids::next);
            this.own = new SubmittedTurn(prompt.sessionId(), access.turnLog(prompt.sessionId(), prompt.turnId()));
        }

        void run() {
            reader = listener.reader(own);
            reader.ifPresent(ReaderSession::attach);
            if (submission.key().isPresent()) {
                loop.then(access.coordinator().requestAcceptance(prompt), this::decided, this::failed);
            } else {
                loop.then(access.publisher().publish(prompt), acknowledged -> created(), this::failed);
            }
        }

        private void decided(Accepted reply) {
            switch (reply.status()) {
                case CREATED -> created();
                case EXISTING -> existing(
                        new SubmittedTurn(own.session(), access.turnLog(own.session(), reply.turnId())));
                case CONFLICT -> throw new ProblemException(ProblemCode.IDEMPOTENCY_CONFLICT,
                        "An earlier request with this key, or turn id, asked for something else.",
                        submission.key().orElseThrow().field());
            }
        }

        private void created() {
            listener.accepted(own);
            if (submission.draft().cancelsOnDisconnect()) {
                reader.ifPresent(one -> one.cancelWhenLost(this::cancel));
            }
            reader.ifPresent(one -> one.begin(new AttemptFilter(0)));
        }

        /** Does not end the turn when its reader leaves: it belongs to the earlier request. */
        private void existing(SubmittedTurn turn) {
            reader.ifPresent(ReaderSession::detach);
            Optional<ReaderSession<TurnEvent>> late = listener.reader(turn);
            if (late.isEmpty()) {
                listener.accepted(turn);
                return;
            }
            loop.then(EventLoop.blocking(() -> access.finder().firstPosition(access.address(turn.session(), turn.turn()))),
                    from -> {
                        listener.accepted(turn);
                        late.get().beginAt(from.offset(), from.filter());
                    }, listener::failed);
        }

        private void failed(Throwable failure) {
            reader.ifPresent(ReaderSession::detach);
            listener.failed(failure);
        }

        private void cancel() {
            access.publisher().cancel(new CancelRequested(own.session(), own.turn()));
        }
    }
}

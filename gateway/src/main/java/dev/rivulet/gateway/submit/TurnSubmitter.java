package dev.rivulet.gateway.submit;

import dev.rivulet.gateway.log.KafkaAvailability;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.gateway.log.event.AttemptFilter;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.log.tail.LiveTail;
import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.quota.Quotas;
import dev.rivulet.gateway.quota.Slot;
import dev.rivulet.gateway.stream.ReaderSession;
import dev.rivulet.runtime.config.ModelLimits;
import dev.rivulet.schemas.command.CancelRequested;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.event.Accepted;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Submits turns, with or without an idempotency key, in the same steps: attaches the reader to the turn's events,
 * publishes the prompt, and opens the reader when the turn is accepted. Only if a key stands for an earlier turn is
 * that turn looked up in the log. Must be used on its loop.
 */
public final class TurnSubmitter {

    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final Supplier<TurnCommands> kafka;
    private final EventLoop loop;
    private final TurnIds ids;
    private final ModelLimits limits;
    private final Duration attachTimeout;
    private final Quotas quotas;

    /**
     * @param ids generates the ids of turns and requests
     * @param limits what turns may ask for, in whatever API
     * @param attachTimeout how long it may take until the turn's partition is read here
     * @param quotas of the turns that a principal may have open
     */
    public TurnSubmitter(KafkaAvailability kafka, EventLoop loop, TurnIds ids, ModelLimits limits,
            Duration attachTimeout, Quotas quotas) {
        this(() -> TurnCommands.of(kafka.require()), loop, ids, limits, attachTimeout, quotas);
    }

    TurnSubmitter(Supplier<TurnCommands> kafka, EventLoop loop, TurnIds ids, ModelLimits limits,
            Duration attachTimeout, Quotas quotas) {
        this.kafka = kafka;
        this.loop = loop;
        this.ids = ids;
        this.limits = limits;
        this.attachTimeout = attachTimeout;
        this.quotas = quotas;
    }

    /**
     * Submits a turn. The listener is told the result, unless this method throws.
     *
     * @throws ProblemException {@code model_not_found}, {@code invalid_value}, {@code kafka_unavailable}, {@code
     *     shutting_down}, {@code too_many_turns}, {@code budget_exceeded}, or one of the listener's
     */
    public void submit(TurnSubmission submission, SubmissionListener listener) {
        new Running(kafka.get(), submission, listener).start();
    }

    /**
     * Submits a turn that an earlier request may have submitted already, with the same turn id and without a key: one
     * turn comes of both, since a coordinator takes a turn id once. The turn is looked up in the log and shown from its
     * beginning. The listener is told the result, unless this method throws.
     *
     * @throws ProblemException as in {@link #submit}
     */
    public void submitAgain(TurnSubmission submission, SubmissionListener listener) {
        new Running(kafka.get(), submission, listener).startAgain();
    }

    /** One submission. */
    private final class Running {

        private final TurnCommands commands;
        private final TurnSubmission submission;
        private final SubmissionListener listener;
        private final PromptRequested prompt;
        private final SubmittedTurn own; // the turn of this prompt
        private Optional<ReaderSession<TurnEvent>> reader = Optional.empty();
        private Runnable creation = () -> {}; // notes that the own turn was created
        private Slot slot = Slot.NONE; // of the own turn, in the caller's quota, until it is accepted
        private CompletableFuture<Void> watched = DONE; // when the end of the own turn will be seen here

        Running(TurnCommands commands, TurnSubmission submission, SubmissionListener listener) {
            submission.draft().requireWithin(limits);
            this.commands = commands;
            this.submission = submission;
            this.listener = listener;
            this.prompt = submission.command(ids::next);
            this.own = new SubmittedTurn(commands.log(submission.session(), prompt.turnId()));
        }

        void start() {
            takeTurn();
            try {
                reader = listener.reader(own);
            } catch (RuntimeException refused) {
                slot.close();
                throw refused;
            }
            // The reader needs the partition, too: when it is attached, that of the quota is read as well.
            whenRead(reader.map(ReaderSession::attach).orElse(watched), this::publish);
        }

        /** @throws ProblemException {@code too_many_turns} or {@code budget_exceeded} */
        private void takeTurn() {
            slot = quotas.openTurn(listener.caller(), own.log().turn(), submission.draft().size(limits), () -> {
                LiveTail.Lease lease = own.log().events().lease();
                watched = lease.ready();
                return lease::close;
            });
        }

        private void whenRead(CompletableFuture<Void> read, Runnable next) {
            if (read.isDone()) {
                next.run();
            } else {
                loop.then(read.orTimeout(attachTimeout.toMillis(), TimeUnit.MILLISECONDS), ready -> next.run(),
                        late -> fail(late instanceof TimeoutException ? ProblemException.kafkaUnavailable() : late));
            }
        }

        private void publish() {
            if (submission.hasNewId()) {
                creation = commands.creation(own.log());
            }
            if (submission.key().isPresent()) {
                loop.then(commands.accept(prompt), this::onReply, this::fail);
            } else {
                loop.then(commands.publish(prompt), acknowledged -> begin(), this::fail);
            }
        }

        void startAgain() {
            takeTurn();
            whenRead(watched, () -> loop.then(commands.publish(prompt), acknowledged -> {
                slot = Slot.NONE;
                beginEarlier(own);
            }, this::fail));
        }

        private void onReply(Accepted reply) {
            switch (reply.status()) {
                case CREATED -> begin();
                case EXISTING -> {
                    slot.close();
                    beginEarlier(new SubmittedTurn(commands.log(own.session(), reply.turnId())));
                }
                case CONFLICT -> throw new ProblemException(ProblemCode.IDEMPOTENCY_CONFLICT,
                        "An earlier request with this key, or turn id, asked for something else.",
                        submission.key().orElseThrow().field());
            }
        }

        private void begin() {
            slot = Slot.NONE; // from now on it is given back when the turn's end is seen
            creation.run();
            listener.accepted(own);
            if (submission.draft().cancelsOnDisconnect()) {
                reader.ifPresent(one -> one.cancelWhenLost(this::cancel));
            }
            reader.ifPresent(one -> one.begin(new AttemptFilter()));
            listener.finished();
        }

        /** This reader does not cancel the turn when it is lost: the turn belongs to the earlier request. */
        private void beginEarlier(SubmittedTurn earlier) {
            reader.ifPresent(ReaderSession::detach);
            reader = listener.reader(earlier);
            if (reader.isEmpty()) {
                listener.accepted(earlier);
                listener.finished();
                return;
            }
            listener.repeated(earlier);
            loop.then(EventLoop.blocking(quotas.lookup(listener.caller(),
                    () -> commands.beginning(earlier.session(), earlier.turn()))), from -> {
                        listener.accepted(earlier);
                        reader.get().beginAt(from.offset(), from.filter());
                        listener.finished();
                    }, this::fail);
        }

        private void fail(Throwable failure) {
            slot.close();
            Optional<ProblemException> problem = ProblemException.findIn(failure);
            if (problem.isPresent() && reader.filter(ReaderSession::isOpen).isPresent()) {
                reader.get().fail(problem.get());
            } else {
                reader.ifPresent(ReaderSession::detach);
            }
            listener.failed(failure);
            listener.finished();
        }

        private void cancel() {
            commands.cancel(new CancelRequested(own.session().key(), own.turn(), own.session().requestedBy()));
        }
    }
}

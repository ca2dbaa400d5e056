package dev.rivulet.gateway.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Shares answers among those who ask the same. Of each question one is under way at a time; who asks meanwhile gets
 * the answer to the next one, so that no answer is older than its question. Who accepts a recent answer gets one if
 * there is one. Thread-safe.
 *
 * @param <K> the type of the questions
 * @param <A> the type of the answers
 */
final class SharedQuestions<K, A> {

    /** The most answers that are kept. */
    private static final int MAX_KEPT = 32;

    private final Function<K, CompletableFuture<A>> ask;
    private final long maxAge; // nanoseconds
    private final Predicate<A> keeps;
    private final LongSupplier clock;
    private final Map<K, Question> questions = new HashMap<>(); // guarded by this
    private int kept; // answers; guarded by this

    /**
     * @param ask asks a question; must not block
     * @param maxAge how long ago the question of a recent answer was asked at most; zero: no answer is kept
     * @param keeps whether an answer is small enough to be kept
     * @param clock in nanoseconds
     */
    SharedQuestions(Function<K, CompletableFuture<A>> ask, Duration maxAge, Predicate<A> keeps, LongSupplier clock) {
        this.ask = ask;
        this.maxAge = maxAge.toNanos();
        this.keeps = keeps;
        this.clock = clock;
    }

    /** Returns the answer to a question that is asked from now on. The caller may cancel the future. */
    synchronized CompletableFuture<A> ask(K about) {
        Question question = questions.computeIfAbsent(about, Question::new);
        if (question.next == null) {
            question.next = new CompletableFuture<>();
        }
        CompletableFuture<A> answer = question.next.copy();
        question.askNext();
        return answer;
    }

    /** Returns the answer to a question that was asked lately or is asked now. The caller may cancel the future. */
    synchronized CompletableFuture<A> askRecent(K about) {
        dropOld();
        Question question = questions.get(about);
        return question != null && question.current != null && question.isRecent()
                ? question.current.copy()
                : ask(about);
    }

    private void dropOld() {
        questions.values().removeIf(question -> {
            boolean old = !question.underWay && !question.isRecent();
            kept -= old ? 1 : 0;
            return old;
        });
    }

    /** What is asked about one key. Guarded by the outer object. */
    private final class Question {

        private final K about;
        private CompletableFuture<A> current; // null before the first
        private CompletableFuture<A> next; // null if nobody waits for it
        private boolean underWay;
        private long askedAt; // System.nanoTime

        Question(K about) {
            this.about = about;
        }

        private boolean isRecent() {
            return clock.getAsLong() - askedAt < maxAge;
        }

        private void askNext() {
            if (underWay || next == null) {
                return;
            }
            kept -= current == null ? 0 : 1;
            CompletableFuture<A> asked = next;
            current = asked;
            next = null;
            underWay = true;
            askedAt = clock.getAsLong();
            ask.apply(about).whenComplete((answer, failure) -> {
                onAnswer(failure == null && keeps.test(answer));
                if (failure == null) {
                    asked.complete(answer);
                } else {
                    asked.completeExceptionally(failure);
                }
            });
        }

        private void onAnswer(boolean keep) {
            synchronized (SharedQuestions.this) {
                dropOld();
                underWay = false;
                if (keep && isRecent() && kept < MAX_KEPT) {
                    kept++;
                } else {
                    current = null;
                }
                askNext();
                if (!underWay && current == null) {
                    questions.remove(about);
                }
            }
        }
    }
}

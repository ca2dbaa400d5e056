package dev.rivulet.worker.execution;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.testkit.wait.Waiting;
import dev.rivulet.worker.provider.CompletionListener;
import dev.rivulet.worker.provider.LlmCall;
import dev.rivulet.worker.provider.LlmCompletion;
import dev.rivulet.worker.provider.LlmProvider;
import dev.rivulet.worker.provider.LlmRequest;
import dev.rivulet.worker.provider.ProviderException;
import dev.rivulet.worker.provider.ToolCallPiece;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/** A provider whose answers the test speaks, word by word. */
final class ScriptedProvider implements LlmProvider {

    private final List<Call> begun = new CopyOnWriteArrayList<>();
    volatile boolean continues;

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public boolean canContinue() {
        return continues;
    }

    @Override
    public Call prepare(LlmRequest request) {
        return new Call(request);
    }

    @Override
    public void close() {}

    /** How many calls were sent. */
    int begun() {
        return begun.size();
    }

    /** The call with this number, from 0, once it was sent. */
    Call call(int number) {
        Waiting.await().until(() -> begun.size() > number);
        return begun.get(number);
    }

    private sealed interface Step {
        record Token(String text) implements Step {}

        record Thought() implements Step {}

        record Tool() implements Step {}

        record Reasoning(String content, String signature) implements Step {}

        record Call(ToolCallPiece piece) implements Step {}

        record Aside(Runnable action) implements Step {}

        record Finish(String reason) implements Step {}

        record Fail(ErrorCode code) implements Step {}

        record Crash() implements Step {}

        record Closed() implements Step {}
    }

    final class Call implements LlmCall {

        final LlmRequest request;
        private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
        volatile boolean cancelled;

        Call(LlmRequest request) {
            this.request = request;
        }

        Call says(String... tokens) {
            for (String token : tokens) {
                steps.add(new Step.Token(token));
            }
            return this;
        }

        /** Reasons, without a token. */
        Call thinks() {
            steps.add(new Step.Thought());
            return this;
        }

        /** Reasons, so that it can be shown. */
        Call reasons(String... pieces) {
            for (String piece : pieces) {
                steps.add(new Step.Reasoning(piece, null));
            }
            return this;
        }

        Call signs(String signature) {
            steps.add(new Step.Reasoning("", signature));
            return this;
        }

        /** Sends a piece of a tool call. */
        Call calls(int index, String name, String arguments, boolean complete) {
            steps.add(new Step.Call(new ToolCallPiece(index, "call_" + index, name, arguments, complete)));
            return this;
        }

        /** Has a part that is not carried. */
        Call calls() {
            steps.add(new Step.Tool());
            return this;
        }

        /** Something else happens between two tokens. */
        Call meanwhile(Runnable action) {
            steps.add(new Step.Aside(action));
            return this;
        }

        void finishes(String reason) {
            steps.add(new Step.Finish(reason));
        }

        void fails(ErrorCode code) {
            steps.add(new Step.Fail(code));
        }

        void crashes() {
            steps.add(new Step.Crash());
        }

        @Override
        public LlmCompletion stream(CompletionListener answer) throws ProviderException {
            answer.requestSent(name(), request.model());
            begun.add(this);
            while (true) {
                Step step;
                try {
                    step = steps.take();
                } catch (InterruptedException impossible) {
                    throw new AssertionError("an execution was interrupted", impossible);
                }
                switch (step) {
                    case Step.Token token -> answer.token(token.text());
                    case Step.Tool t -> answer.other();
                    case Step.Reasoning thought -> answer.reasoning(thought.content(), thought.signature());
                    case Step.Call call -> answer.toolCall(call.piece());
                    case Step.Thought t -> answer.alive();
                    case Step.Aside aside -> aside.action().run();
                    case Step.Finish finish -> {
                        return new LlmCompletion(finish.reason(), null);
                    }
                    case Step.Fail fail -> throw new ProviderException(fail.code(), "failed");
                    case Step.Crash c -> throw new IllegalStateException("a fault in the provider's client");
                    case Step.Closed c -> throw new ProviderException(ErrorCode.UPSTREAM_UNREACHABLE, "closed");
                }
            }
        }

        @Override
        public void stop(Stop reason) {
            cancelled = true;
            steps.add(new Step.Closed());
        }
    }
}

package dev.rivulet.runtime;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class FatalExitTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final List<Object> happened = new CopyOnWriteArrayList<>();

    @Test
    void theServiceIsClosedBeforeTheProcessEndsWithAFailure() {
        FatalExit fatal = new FatalExit(() -> happened.add("closed"), LONG, happened::add);

        fatal.onFatalError("state is lost", new IllegalStateException("cause"));

        await().until(() -> happened.equals(List.of("closed", RivuletProcess.FAILED)));
    }

    @Test
    void aServiceThatHangsWhenClosedDoesNotKeepTheProcess() {
        CountDownLatch never = new CountDownLatch(1);
        FatalExit fatal = new FatalExit(() -> uninterruptibly(never), Duration.ofMillis(50), happened::add);

        fatal.onFatalError("state is lost", null);

        await().until(() -> happened.equals(List.of(RivuletProcess.FAILED)));
        never.countDown();
    }

    @Test
    void aServiceThatFailsToCloseDoesNotKeepTheProcess() {
        FatalExit fatal = new FatalExit(() -> {
            throw new IllegalStateException("cannot close");
        }, LONG, happened::add);

        fatal.onFatalError("state is lost", null);

        await().until(() -> happened.equals(List.of(RivuletProcess.FAILED)));
    }

    @Test
    void onlyTheFirstOfManyReportsCounts() {
        CountDownLatch both = new CountDownLatch(1);
        FatalExit fatal = new FatalExit(() -> {
            uninterruptibly(both);
            happened.add("closed");
        }, LONG, happened::add);

        fatal.onFatalError("first", null);
        fatal.onFatalError("second", null);
        both.countDown();

        await().until(() -> happened.contains(RivuletProcess.FAILED));
        assertThat(happened).containsExactly("closed", RivuletProcess.FAILED);
    }

    private static void uninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}

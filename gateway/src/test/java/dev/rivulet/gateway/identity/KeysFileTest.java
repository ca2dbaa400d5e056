package dev.rivulet.gateway.identity;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.runtime.config.InvalidConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeysFileTest {

    private final TestKeys file = TestKeys.create();
    private final String key = file.add("k1", "alice", "ask,read");

    @AfterEach
    void delete() {
        file.close();
    }

    @Test
    void whatIsAddedAndRemovedCountsWithoutARestart() {
        try (KeysFile keys = file.open()) {
            AtomicInteger changes = new AtomicInteger();
            keys.onChange(changes::incrementAndGet);
            Caller alice = caller(keys, key).orElseThrow();
            assertThat(alice.principal()).isEqualTo(Principal.of(ApiKey.ISSUER, "alice"));
            assertThat(keys.holds(alice)).isTrue();

            String second = file.add("k2", "bob", "read");
            await().until(() -> caller(keys, second).isPresent());
            assertThat(keys.holds(alice)).isTrue();

            file.remove("k1");
            await().until(() -> !keys.holds(alice));
            assertThat(caller(keys, key)).isEmpty();
            assertThat(caller(keys, second)).isPresent();
            await().until(() -> changes.get() == 2);
        }
    }

    @Test
    void aCallerWhoseScopesWereChangedDoesNotHoldAnyMore() {
        try (KeysFile keys = file.open()) {
            Caller alice = caller(keys, key).orElseThrow();
            file.writeText(((ApiKey) alice.credential().orElseThrow()).line().replace("ask,read", "read"));
            await().until(() -> !keys.holds(alice));
            assertThat(caller(keys, key).orElseThrow().scopes()).containsExactly(Scope.READ);
        }
    }

    @Test
    void aFileThatCannotBeUsedLocksNobodyOut() throws IOException {
        KeysFile keys = file.read();
        file.writeText("half a line");
        keys.readAgain();
        assertThat(caller(keys, key)).isPresent();
        Files.delete(file.file());
        keys.readAgain();
        assertThat(caller(keys, key)).isPresent();
        String second = file.add("k2", "bob", "read");
        keys.readAgain();
        assertThat(caller(keys, second)).isPresent();
        assertThat(caller(keys, key)).isPresent();
        file.remove("k1");
        keys.readAgain();
        assertThat(caller(keys, key)).isEmpty();
    }

    @Test
    void aFileThatCannotBeUsedAtTheStartIsNamed() throws IOException {
        file.writeText("k1 short alice read");
        assertThatExceptionOfType(InvalidConfigException.class).isThrownBy(file::read)
                .withMessageContaining("rivulet.auth.keys-file: " + file.file() + ": line 1: the second field");
        Files.write(file.file(), "k1 \u00e4".getBytes(StandardCharsets.ISO_8859_1));
        assertThatExceptionOfType(InvalidConfigException.class).isThrownBy(file::read)
                .withMessageContaining("UTF-8");
        Files.delete(file.file());
        assertThatExceptionOfType(InvalidConfigException.class).isThrownBy(file::read)
                .withMessageContaining("cannot be read");
    }

    /** Keys of a file are known without waiting. */
    private static Optional<Caller> caller(KeysFile keys, String key) {
        CompletableFuture<Caller> answer = keys.caller(key);
        assertThat(answer).isDone();
        if (answer.isCompletedExceptionally()) {
            assertThat(answer.exceptionNow()).asInstanceOf(type(ProblemException.class))
                    .extracting(ProblemException::code).isEqualTo(ProblemCode.INVALID_KEY);
            return Optional.empty();
        }
        return Optional.of(answer.resultNow());
    }
}

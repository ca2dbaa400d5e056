package dev.rivulet.worker.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.Message;
import dev.rivulet.worker.provider.failure.Redaction;
import dev.rivulet.worker.provider.failure.ReportedError;
import dev.rivulet.worker.provider.failure.ResponseHead;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProviderErrorsTest {

    private static final String PROMPT = "a prompt that providers quote";

    private final ReadPrompt messages = new ReadPrompt(Message.user(PROMPT));
    private final ProviderErrors errors = new ProviderErrors("openai", new Redaction(Optional.empty(), messages));
    private final ResponseHead head = new ResponseHead(400, "req_7", null);
    private final ReportedError said = new ReportedError("bad", null, null, "cannot read '" + PROMPT + "'");

    @Test
    void whatTheProviderSaidIsRedactedOnlyWhenTheLogAsks() {
        assertRedactedWhenAsked(errors.refused(head, said), "bad | cannot read '***'");
        assertRedactedWhenAsked(errors.brokenOff(head, 500, said), "bad | cannot read '***'");
    }

    @Test
    void whatTheConnectionSaidIsRedactedOnlyWhenTheLogAsks() {
        IOException cause = new IOException("no place for '" + PROMPT + "'");
        assertRedactedWhenAsked(errors.unreachable(cause), "IOException: no place for '***'");
        assertRedactedWhenAsked(errors.truncated(cause), "IOException: no place for '***'");
        assertRedactedWhenAsked(errors.invalid(cause), "IOException: no place for '***'");
    }

    private void assertRedactedWhenAsked(ProviderException failure, String reason) {
        assertThat(messages.readers).isEmpty();
        assertThat(failure.toString()).doesNotContain(PROMPT, "***");
        assertThat(failure.detail().reason()).isEqualTo(reason);
        assertThat(messages.readers).isNotEmpty();
        messages.readers.clear();
    }
}

package dev.rivulet.local.chaos.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.schemas.command.Command;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.json.UnreadableRecordException;
import dev.rivulet.schemas.topic.Changelog;
import dev.rivulet.schemas.topic.Topic;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HostileRecordsTest {

    private static final long NOW = 1_790_000_000_000L;
    private static final int RECORDS = 5_000;

    @Test
    void theSeedDecidesEveryRecord() {
        assertThat(text(records(1))).isEqualTo(text(records(1))).isNotEqualTo(text(records(2)));
    }

    @Test
    void everyTopicIsWrittenTo() {
        Set<String> topics = records(3).stream().map(draft -> draft.topic).collect(Collectors.toSet());
        assertThat(topics).containsExactlyInAnyOrderElementsOf(
                Stream.concat(Stream.of(Topic.values()).map(topic -> topic.named("")),
                        Stream.of(Changelog.values()).map(changelog -> changelog.named(""))).toList());
    }

    @Test
    void somePromptsAreValidAndSomeCannotBeReadButAllThatHaveToEndNameASessionAndATurn() throws IOException {
        int valid = 0;
        int unreadable = 0;
        for (RecordDraft draft : records(4).stream().filter(one -> one.hasToEnd).toList()) {
            JsonNode json = Json.MAPPER.readTree(draft.value());
            assertThat(json.get("sessionId").asText()).isEqualTo(new String(draft.key));
            assertThat(HostileIds.isHostile(draft.turn())).isTrue();
            if (isPrompt(draft.value())) {
                valid++;
            } else {
                unreadable++;
            }
        }
        assertThat(valid).isGreaterThan(50);
        assertThat(unreadable).isGreaterThan(50);
    }

    private static boolean isPrompt(byte[] value) {
        try {
            return Json.read(value, Command.class) instanceof PromptRequested;
        } catch (UnreadableRecordException unreadable) {
            return false;
        }
    }

    private static List<RecordDraft> records(long seed) {
        HostileRecords records = new HostileRecords(seed, client -> "");
        return IntStream.range(0, RECORDS).mapToObj(i -> records.next(NOW)).toList();
    }

    private static String text(List<RecordDraft> drafts) {
        return drafts.stream().limit(300).map(draft -> draft.record().toString())
                .map(line -> line.replaceAll("\\[B@\\w+", "")).collect(Collectors.joining("\n"))
                + drafts.stream().limit(300).mapToInt(draft -> java.util.Arrays.hashCode(draft.value())).sum();
    }
}

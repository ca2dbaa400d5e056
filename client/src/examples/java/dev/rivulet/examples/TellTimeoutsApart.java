package dev.rivulet.examples;

import dev.rivulet.client.Prompt;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.TurnFailedException;
import dev.rivulet.client.TurnStream;
import dev.rivulet.client.TurnTimeoutException;
import java.time.Duration;

/** Sets the four timeouts of a turn and finds out which of them expired. */
public final class TellTimeoutsApart {

    private TellTimeoutsApart() {}

    public static void main(String[] args) {
        Prompt prompt = Prompt.of("Think very long before you answer").queueTimeout(Duration.ofSeconds(30))
                .firstTokenTimeout(Duration.ofSeconds(1)).idleTimeout(Duration.ofSeconds(10))
                .totalTimeout(Duration.ofMinutes(2));
        try (RivuletClient client = RivuletClient.of(Address.of(args));
                TurnStream stream = client.stream("timeouts", prompt)) {
            System.out.println(stream.text());
        } catch (TurnTimeoutException late) {
            System.out.println(switch (late.limit()) {
                case QUEUE -> "too many others are served first";
                case FIRST_TOKEN -> "the model did not begin in time";
                case IDLE -> "the model stopped in the middle: " + late.partialText();
                case TOTAL -> "the model took too long: " + late.partialText();
            });
        } catch (TurnFailedException failed) {
            System.out.println("failed, and not for time: " + failed.code());
        }
    }
}

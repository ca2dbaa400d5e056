package dev.rivulet.testkit.llm;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The answers of the demo. The same conversation always gets the same answer. */
final class DemoCompletions {

    private static final Pattern HAIKU_TOPIC = Pattern.compile("haiku\\s+(?:about|on|for)\\s+([^.?!\\n]{1,60})",
            Pattern.CASE_INSENSITIVE);

    private static final List<Haiku> HAIKU = List.of(
            new Haiku("kafka|log|topic|stream",
                    "Events, one by one,\nsettle in the patient log;\nlate readers miss none."),
            new Haiku("river|water|rivulet|brook",
                    "Rain finds the hillside,\nthe hillside lends it a path:\nnow it has a name."),
            new Haiku("sea|ocean|wave",
                    "The tide writes its name,\nthe sand forgets it by noon;\nthe tide writes again."),
            new Haiku("autumn|fall|leaf|leaves",
                    "One leaf, then the wind.\nThe path through the orchard is\na new one each hour."),
            new Haiku("code|program|software|java",
                    "Green after midnight.\nThe test that could not fail failed.\nNow I trust the rest."));

    private static final List<String> THOUGHTS = List.of(
            "A river never hurries, and yet it arrives: it goes around what it cannot move, and wears down what it"
                    + " cannot go around.",
            "Every great river begins as a rivulet that somebody could have stepped over without noticing it.",
            "Water keeps no diary, but the valley does: each bend is a decision the river made and never took back.",
            "Follow a stream long enough and it will show you three things: where the rain fell, where the rock is"
                    + " soft, and where the people live.");

    private DemoCompletions() {}

    static String to(SimulatedRequest request) {
        String prompt = request.prompt().strip();
        String lower = prompt.toLowerCase(Locale.ROOT);
        if (lower.contains("haiku")) {
            return haiku(prompt);
        }
        if (lower.contains("long story")) {
            return DemoStory.TEXT;
        }
        if (lower.contains("table")) {
            return DemoTable.TEXT;
        }
        int pick = Math.floorMod(prompt.hashCode(), THOUGHTS.size());
        return opening(request, prompt) + "\n\n" + THOUGHTS.get(pick) + " " + THOUGHTS.get((pick + 1) % THOUGHTS.size())
                + "\n\nThis answer comes from the built-in simulator. Set OPENAI_BASE_URL and OPENAI_API_KEY to ask a"
                + " real model.";
    }

    private static String opening(SimulatedRequest request, String prompt) {
        List<Message> earlier = request.messages().stream().filter(message -> message.role().equals("user")).toList();
        String asked = "You asked: “" + shortened(prompt) + "”.";
        return earlier.size() < 2
                ? asked
                : asked + " Before that you said: “" + shortened(earlier.get(earlier.size() - 2).content()) + "”.";
    }

    private static String shortened(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.codePointCount(0, line.length()) <= 80
                ? line
                : line.substring(0, line.offsetByCodePoints(0, 80)) + "…";
    }

    private static String haiku(String prompt) {
        Matcher named = HAIKU_TOPIC.matcher(prompt);
        String topic = named.find() ? named.group(1).strip() : "the river";
        return HAIKU.stream().filter(haiku -> haiku.fits(topic)).map(Haiku::text).findFirst()
                .orElseGet(() -> "I thought of " + topic + ":\nit was there before the words,\nand stayed after them.");
    }

    private record Haiku(String topics, String text) {
        boolean fits(String topic) {
            return Pattern.compile("\\b(" + topics + ")s?\\b", Pattern.CASE_INSENSITIVE).matcher(topic).find();
        }
    }
}

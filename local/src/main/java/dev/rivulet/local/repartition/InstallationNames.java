package dev.rivulet.local.repartition;

import dev.rivulet.schemas.topic.Changelog;
import dev.rivulet.schemas.topic.Topic;
import dev.rivulet.worker.usage.UsageCounter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The names that an installation has in a cluster. */
record InstallationNames(String prefix) {

    String of(Topic topic) {
        return topic.named(prefix);
    }

    String of(Changelog changelog) {
        return changelog.named(prefix);
    }

    /** Returns the consumer group of the coordinators. */
    String group() {
        return Changelog.application(prefix);
    }

    /** Returns the consumer group of those that count what turns have used. */
    String usageGroup() {
        return UsageCounter.group(prefix);
    }

    /** Returns the topics that are copied: what is kept of sessions, and their state. */
    List<String> copied() {
        return Stream.concat(Arrays.stream(Topic.values()).filter(Topic::perSession).map(this::of), changelogs())
                .toList();
    }

    /** Returns all topics but that of the generation. */
    List<String> all() {
        return Stream.concat(Arrays.stream(Topic.values()).map(this::of), changelogs()).toList();
    }

    /** Returns the name here of what has a name there. */
    String like(InstallationNames other, String name) {
        return prefix + name.substring(other.prefix.length());
    }

    boolean isChangelog(String name) {
        return changelogs().anyMatch(name::equals);
    }

    private Stream<String> changelogs() {
        return Arrays.stream(Changelog.values()).map(this::of);
    }
}

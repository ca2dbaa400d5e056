package dev.rivulet.testkit.kafka;

/** The ports of one node. They stay the same while its cluster lives, so that clients and voters find it again. */
record NodePorts(int client, int controller) {}

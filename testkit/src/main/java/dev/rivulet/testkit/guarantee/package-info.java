/** The promises about the events of a turn, as objects that check what a client received. */
package dev.rivulet.testkit.guarantee;

/** The processes of a chaos run. */
package dev.rivulet.local.chaos.process;

/** Kills and stalls the processes of a whole system under load and checks its promises. */
package dev.rivulet.local.chaos;

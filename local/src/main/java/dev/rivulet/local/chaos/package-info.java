/** Kills and stalls the processes of a whole system under load, and checks that its promises held. */
package dev.rivulet.local.chaos;

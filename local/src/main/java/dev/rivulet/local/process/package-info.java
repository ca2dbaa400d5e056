/** Processes of a system on this machine: started, killed, started again. */
package dev.rivulet.local.process;

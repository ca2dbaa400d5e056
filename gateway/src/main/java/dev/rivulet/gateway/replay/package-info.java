/** Reading what lies in the log, in bounded slices, when asked. */
package dev.rivulet.gateway.replay;

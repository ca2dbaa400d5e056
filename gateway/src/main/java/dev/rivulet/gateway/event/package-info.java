/** What readers are shown, whatever it is made of and however it is framed. */
package dev.rivulet.gateway.event;

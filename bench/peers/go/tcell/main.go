// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
// tcell: PollEvent loop.
package main

import (
	"fmt"
	"os"

	"github.com/gdamore/tcell/v2"
)

func main() {
	mode := "count"
	if len(os.Args) > 1 {
		mode = os.Args[1]
	}
	s, err := tcell.NewScreen()
	if err != nil {
		panic(err)
	}
	if err = s.Init(); err != nil {
		panic(err)
	}
	s.EnableMouse()
	s.EnablePaste()
	n := 0
	dot := []byte(".")
	os.Stdout.Write([]byte("READY\n"))
	for {
		ev := s.PollEvent()
		what := ""
		switch e := ev.(type) {
		case *tcell.EventKey:
			if e.Key() == tcell.KeyCtrlD {
				s.Fini()
				fmt.Printf("EVENTS %d\n", n)
				return
			}
			if mode == "dump" {
				what = fmt.Sprintf("key %s", e.Name())
			}
		case *tcell.EventMouse:
			if mode == "dump" {
				x, y := e.Position()
				what = fmt.Sprintf("mouse %d %d,%d", e.Buttons(), x, y)
			}
		case *tcell.EventPaste:
			if mode == "dump" {
				what = fmt.Sprintf("paste start=%v", e.Start())
			}
		default:
			continue
		}
		n++
		if mode == "echo" {
			os.Stdout.Write(dot)
		} else if mode == "dump" {
			fmt.Printf("EV %s\n", what)
		}
	}
}

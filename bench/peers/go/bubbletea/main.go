// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
// bubbletea: Program without renderer; every KeyMsg or MouseMsg is an event.
package main

import (
	"fmt"
	"os"

	tea "github.com/charmbracelet/bubbletea"
)

type model struct{}

var (
	mode = "count"
	n    = 0
	dot  = []byte(".")
)

func (m model) Init() tea.Cmd { return func() tea.Msg { return readyMsg{} } }

type readyMsg struct{}

func (m model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch k := msg.(type) {
	case readyMsg:
		os.Stdout.Write([]byte("READY\n"))
		return m, nil
	case tea.KeyMsg:
		if k.Type == tea.KeyCtrlD {
			return m, tea.Quit
		}
	case tea.MouseMsg:
	default:
		return m, nil
	}
	n++
	if mode == "echo" {
		os.Stdout.Write(dot)
	} else if mode == "dump" {
		fmt.Printf("EV %T %v\n", msg, msg)
	}
	return m, nil
}

func (m model) View() string { return "" }

func main() {
	if len(os.Args) > 1 {
		mode = os.Args[1]
	}
	p := tea.NewProgram(model{}, tea.WithoutRenderer())
	if err := p.Start(); err != nil {
		panic(err)
	}
	fmt.Printf("EVENTS %d\n", n)
}
